package dev.tidemill.lifecycleapi;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.aws.lambda.Telemetry;
import dev.tidemill.contract.Json;
import dev.tidemill.core.access.Token;
import dev.tidemill.lifecycleapi.token.AuthorizeToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/**
 * API Gateway's TOKEN authorizer: lets the bearer of a valid token call the API's stage and tells the functions his
 * workspace, role and name. Which route needs which role they know themselves. API Gateway keeps the answer for a
 * minute, so that a revoked token opens for as long at most.
 */
public final class AuthorizeHandler implements RequestStreamHandler {
    private final AuthorizeToken authorize;

    /** As Lambda makes it. */
    public AuthorizeHandler() {
        this(LifecycleApiWiring.fromEnvironment().authorizeToken());
    }

    AuthorizeHandler(AuthorizeToken authorize) {
        this.authorize = authorize;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        JsonNode event = Json.read(in, JsonNode.class);
        try (Telemetry telemetry = Telemetry.begin(context, context.getAwsRequestId(), Map.of())) {
            Optional<Token> token =
                    authorize.authorize(event.path("authorizationToken").asText());
            telemetry.count(token.isPresent() ? "TokensAccepted" : "TokensRefused");
            Json.write(out, policy(token, event.path("methodArn").asText()));
        }
    }

    private static ObjectNode policy(Optional<Token> token, String methodArn) {
        ObjectNode answer = Json.object();
        answer.put("principalId", token.map(Token::principal).orElse("nobody"));
        ObjectNode document = answer.putObject("policyDocument").put("Version", "2012-10-17");
        document.putArray("Statement")
                .addObject()
                .put("Effect", token.isPresent() ? "Allow" : "Deny")
                .put("Action", "execute-api:Invoke")
                .put("Resource", stage(methodArn));
        token.ifPresent(known -> answer.putObject("context")
                .put("workspace", known.workspace().name())
                .put("role", known.role().name())
                .put("token", known.id()));
        return answer;
    }

    /** Every route of the stage, for the answer is kept for all of them. */
    private static String stage(String methodArn) {
        String[] parts = methodArn.split("/", 3);
        return parts.length < 3 ? methodArn : parts[0] + "/" + parts[1] + "/*";
    }
}
