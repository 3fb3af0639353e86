package dev.tidemill.core.loggedmodel;

import dev.tidemill.core.Sha256;
import dev.tidemill.core.Workspace;

/** Ids of logged models. */
public final class LoggedModelIds {
    private static final String PREFIX = "m-";

    private LoggedModelIds() {}

    /**
     * An id with given digits.
     *
     * @param digits 32 hexadecimal digits that no other model has
     */
    public static String of(String digits) {
        return PREFIX + digits;
    }

    /**
     * The id of the model that a request creates, however often it is sent.
     *
     * @param requestId an idempotency key
     */
    public static String ofRequest(Workspace workspace, String requestId) {
        return of(Sha256.hex(workspace.name() + "/logged-model/" + requestId).substring(0, 32));
    }
}
