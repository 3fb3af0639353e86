package dev.tidemill.aws.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.environment.Environment;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.Caller;
import dev.tidemill.core.access.Role;
import dev.tidemill.core.access.Signer;
import java.util.List;
import java.util.Map;

/**
 * Who calls, by what API Gateway vouches for. The bearer of a token has the token's role in the token's workspace.
 * Whoever signed by IAM gets a role where he enters (see {@link dev.tidemill.core.access.Entrance}); whoever did neither
 * is nobody. Where the API is open everybody without a token administers.
 *
 * @param open whether everybody administers: the API of an emulator on the loopback
 */
public record Callers(boolean open) {
    /** Everybody administers. */
    public static final Callers OPEN = new Callers(true);

    private static final String ANONYMOUS = "anonymous";

    /** As a function's environment says. */
    public static Callers of(Map<String, String> environment) {
        return new Callers(Environment.read(environment, Environment::openApi));
    }

    /**
     * The caller of a request.
     *
     * @param context {@code requestContext} of the event
     */
    Caller of(JsonNode context) {
        JsonNode authorizer = context.path("authorizer");
        if (authorizer.has("role")) {
            return bearer(authorizer);
        }
        JsonNode identity = context.path("identity");
        for (JsonNode signer : List.of(identity.path("userArn"), identity.path("user"))) {
            if (signer.isTextual() && !signer.asText().isEmpty()) {
                return open
                        ? Caller.administrator(signer.asText())
                        : Caller.signed(new Signer(
                                signer.asText(), context.path("accountId").asText("")));
            }
        }
        return open ? Caller.administrator(ANONYMOUS) : Caller.nobody(ANONYMOUS);
    }

    private static Caller bearer(JsonNode authorizer) {
        String principal = authorizer.path("principalId").asText(ANONYMOUS);
        try {
            return new Caller(
                    principal,
                    Role.valueOf(authorizer.path("role").asText()),
                    new Workspace(authorizer.path("workspace").asText()));
        } catch (IllegalArgumentException e) {
            // An authorizer of another version: what it vouches for cannot be read.
            return Caller.nobody(principal);
        }
    }
}
