package dev.tidemill.core.tracking;

import dev.tidemill.core.Sha256;
import dev.tidemill.core.Workspace;

/** Run ids that a repeated request finds again. */
public final class RunIds {
    /** The tag under which a client names the request that creates a run; the lifecycle puts the execution id there. */
    public static final String REQUEST_TAG = "tidemill.requestId";

    private RunIds() {}

    /**
     * The id of the run that a request creates.
     *
     * @param requestId value of {@link #REQUEST_TAG} or of an idempotency key
     * @return 32 hexadecimal digits
     */
    public static String of(Workspace workspace, String requestId) {
        return Sha256.hex(workspace.name() + "/run/" + requestId).substring(0, 32);
    }
}
