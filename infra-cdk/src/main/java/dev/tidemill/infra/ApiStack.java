package dev.tidemill.infra;

import dev.tidemill.infra.function.DeployedFunction;
import dev.tidemill.infra.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.apigateway.AuthorizationType;
import software.amazon.awscdk.services.apigateway.EndpointType;
import software.amazon.awscdk.services.apigateway.GatewayResponseOptions;
import software.amazon.awscdk.services.apigateway.IResource;
import software.amazon.awscdk.services.apigateway.Integration;
import software.amazon.awscdk.services.apigateway.IntegrationType;
import software.amazon.awscdk.services.apigateway.MethodOptions;
import software.amazon.awscdk.services.apigateway.ResponseType;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.apigateway.StageOptions;
import software.amazon.awscdk.services.apigateway.TokenAuthorizer;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.FunctionAttributes;
import software.constructs.Construct;

/**
 * The HTTP door, with two ways in. A method has one authorizer, so that each way is an API of its own over the same
 * functions: callers of {@code ApiUrl} sign by IAM, or do nothing in an emulator on the loopback; callers of
 * {@code TokenApiUrl} show a bearer token, everywhere. Routes are the same under {@code /} and {@code /w/{workspace}}.
 */
public final class ApiStack extends Stack {
    /** The one stage. */
    static final String STAGE = "live";

    /** Id of the API in emulators that let it be chosen, so that its address is known beforehand. */
    static final String LOCAL_API_ID = "tidemill";

    /** The same of the API for bearer tokens. */
    static final String LOCAL_TOKEN_API_ID = "tidemill-token";

    /** How long API Gateway keeps what the authorizer said of a token, and so lets in one that was revoked. */
    static final int AUTHORIZED_SECONDS = 60;

    /** What a token looks like; anything else is refused without asking the authorizer. */
    static final String BEARER = "[Bb]earer tm_[A-Za-z0-9_-]{43}";

    private static final List<String> FACES =
            List.of("v1", "v2", "api", "ajax-api", "get-artifact", "model-versions", "graphql", "health", "version");

    private final Settings settings;
    private final Place place;
    private final RestApi api;
    private final RestApi tokenApi;

    public ApiStack(Construct scope, String id, ApiStackProps props) {
        super(scope, id);
        this.settings = props.settings();
        this.place = props.place();
        addStackDependency(props.lifecycle());
        this.api = restApi("Api", "tidemill", "Tidemill: lifecycle, tracking and inference", LOCAL_API_ID);
        MethodOptions signed = MethodOptions.builder()
                .authorizationType(settings.loopback() ? AuthorizationType.NONE : AuthorizationType.IAM)
                .build();
        routes(api, "", signed);
        gatewayErrors(api, Map.of());
        this.tokenApi =
                restApi("TokenApi", "tidemill-token", "Tidemill for callers with a bearer token", LOCAL_TOKEN_API_ID);
        routes(tokenApi, "Token", authorized(tokenApi));
        gatewayErrors(
                tokenApi,
                Map.of(
                        "access-denied",
                        "The bearer token is unknown, expired or revoked: an administrator of the workspace issues"
                                + " another by POST /v1/tokens.",
                        "authorizer-failed",
                        "The bearer token could not be checked now; try again.",
                        "unauthorized",
                        "This address takes a bearer token: Authorization: Bearer tm_..., which MLflow's client sends"
                                + " from MLFLOW_TRACKING_TOKEN."));
        CfnOutput.Builder.create(this, "ApiUrl").value(api.getUrl()).build();
        CfnOutput.Builder.create(this, "ApiId").value(api.getRestApiId()).build();
        CfnOutput.Builder.create(this, "ApiStage").value(STAGE).build();
        CfnOutput.Builder.create(this, "TokenApiUrl").value(tokenApi.getUrl()).build();
    }

    private RestApi restApi(String id, String name, String description, String localId) {
        RestApi made = RestApi.Builder.create(this, id)
                .restApiName(name)
                .description(description)
                .endpointTypes(List.of(EndpointType.REGIONAL))
                .binaryMediaTypes(List.of("*/*"))
                .cloudWatchRole(false)
                .deployOptions(StageOptions.builder().stageName(STAGE).build())
                .build();
        if (settings.loopback()) {
            Tags.of(made).add("ms-custom-id", localId);
            Tags.of(made).add("_custom_id_", localId);
        }
        return made;
    }

    /** Every method of an API, and the permission to invoke what is behind. */
    private void routes(RestApi of, String prefix, MethodOptions options) {
        IResource workspace = of.getRoot().addResource("w").addResource("{workspace}");
        for (String face : FACES) {
            DeployedFunction function = behind(face);
            route(of.getRoot().addResource(face), function, options);
            route(workspace.addResource(face), function, options);
        }
        for (DeployedFunction function :
                List.of(DeployedFunction.LIFECYCLE_API, DeployedFunction.TRACKING_API, DeployedFunction.INFERENCE)) {
            invocable(prefix, function, of.arnForExecuteApi("*", "/*", STAGE));
        }
    }

    private void invocable(String prefix, DeployedFunction function, String by) {
        CfnPermission.Builder.create(this, prefix + Workflow.placeholder(function) + "Permission")
                .functionName(function.functionName())
                .action("lambda:InvokeFunction")
                .principal("apigateway.amazonaws.com")
                .sourceArn(by)
                .build();
    }

    private MethodOptions authorized(RestApi tokenApi) {
        TokenAuthorizer authorizer = TokenAuthorizer.Builder.create(this, "Authorizer")
                .authorizerName("tidemill-token")
                .handler(Function.fromFunctionAttributes(
                        this,
                        "Authorize",
                        FunctionAttributes.builder()
                                .functionArn(place.functionArn(DeployedFunction.AUTHORIZE))
                                .skipPermissions(true)
                                .build()))
                .resultsCacheTtl(Duration.seconds(AUTHORIZED_SECONDS))
                .validationRegex(BEARER)
                .build();
        invocable(
                "",
                DeployedFunction.AUTHORIZE,
                place.arn("execute-api", tokenApi.getRestApiId() + "/authorizers/" + authorizer.getAuthorizerId()));
        return MethodOptions.builder()
                .authorizationType(AuthorizationType.CUSTOM)
                .authorizer(authorizer)
                .build();
    }

    /** Base address of the API without a slash at the end. */
    String baseUrl() {
        return "https://" + host(api) + "/" + STAGE;
    }

    /** Host of the API for bearer tokens. */
    String tokenHost() {
        return host(tokenApi);
    }

    private String host(RestApi of) {
        return of.getRestApiId() + ".execute-api." + place.region() + "." + getUrlSuffix();
    }

    /** ARN pattern of the tracking face's routes. */
    List<String> trackingRoutes() {
        return List.of(api.arnForExecuteApi("*", "/api/*", STAGE), api.arnForExecuteApi("*", "/w/*/api/*", STAGE));
    }

    private static DeployedFunction behind(String face) {
        return switch (face) {
            case "v1" -> DeployedFunction.LIFECYCLE_API;
            case "v2" -> DeployedFunction.INFERENCE;
            default -> DeployedFunction.TRACKING_API;
        };
    }

    private void route(IResource resource, DeployedFunction function, MethodOptions options) {
        Integration integration = Integration.Builder.create()
                .type(IntegrationType.AWS_PROXY)
                .integrationHttpMethod("POST")
                .uri("arn:" + place.partition() + ":apigateway:" + place.region() + ":lambda:path/2015-03-31/functions/"
                        + place.functionArn(function) + "/invocations")
                .build();
        resource.addMethod("ANY", integration, options);
        resource.addResource("{proxy+}").addMethod("ANY", integration, options);
    }

    /**
     * Errors that never reach a function. A gateway answers all faces alike, so its body can be read as an error of
     * {@code /v1} and of MLflow; {@code /v2} clients find an {@code error} as well.
     *
     * @param messages by the response's id, in place of the gateway's own
     */
    private static void gatewayErrors(RestApi api, Map<String, String> messages) {
        Map<String, Refusal> refusals = new TreeMap<>(Map.of(
                "default-4xx", new Refusal(ResponseType.DEFAULT_4_XX, "BAD_REQUEST", null),
                "default-5xx", new Refusal(ResponseType.DEFAULT_5_XX, "INTERNAL_ERROR", null),
                "access-denied", new Refusal(ResponseType.ACCESS_DENIED, "PERMISSION_DENIED", null),
                "authorizer-failed", new Refusal(ResponseType.AUTHORIZER_FAILURE, "TEMPORARILY_UNAVAILABLE", "503"),
                "unauthorized", new Refusal(ResponseType.UNAUTHORIZED, "UNAUTHENTICATED", null),
                "unsigned", new Refusal(ResponseType.MISSING_AUTHENTICATION_TOKEN, "UNAUTHENTICATED", null),
                "too-large", new Refusal(ResponseType.REQUEST_TOO_LARGE, "REQUEST_TOO_LARGE", null),
                "throttled", new Refusal(ResponseType.THROTTLED, "REQUEST_LIMIT_EXCEEDED", null),
                "function-failed", new Refusal(ResponseType.INTEGRATION_FAILURE, "TEMPORARILY_UNAVAILABLE", "502"),
                "function-late", new Refusal(ResponseType.INTEGRATION_TIMEOUT, "TIMED_OUT", "504")));
        refusals.forEach((id, refusal) -> {
            GatewayResponseOptions.Builder options = GatewayResponseOptions.builder()
                    .type(refusal.type())
                    .responseHeaders(Map.of("Content-Type", "'application/json'"))
                    .templates(Map.of("application/json", body(refusal.code(), message(messages.get(id)))));
            if (refusal.status() != null) {
                options.statusCode(refusal.status());
            }
            api.addGatewayResponse(id, options.build());
        });
    }

    private static String message(@Nullable String own) {
        return own == null ? "$context.error.messageString" : "\"" + own + "\"";
    }

    private static String body(String code, String message) {
        return "{\"error_code\":\"" + code + "\",\"message\":" + message + ",\"error\":{\"code\":\"" + code
                + "\",\"message\":" + message + ",\"details\":[],\"correlationId\":\"$context.requestId\"}}";
    }

    private record Refusal(
            ResponseType type, String code, @Nullable String status) {}
}
