package dev.tidemill.infra;

import dev.tidemill.infra.function.DeployedFunction;
import dev.tidemill.infra.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnOutput;
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
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.constructs.Construct;

/**
 * The one HTTP door. Routes are the same under {@code /} (workspace {@code default}) and {@code /w/{workspace}}. Callers
 * sign by IAM; only an emulator on the loopback is open.
 */
public final class ApiStack extends Stack {
    /** The one stage. */
    static final String STAGE = "live";

    /** Id of the API in emulators that let it be chosen, so that its address is known beforehand. */
    static final String LOCAL_API_ID = "tidemill";

    private static final List<String> FACES =
            List.of("v1", "v2", "api", "ajax-api", "get-artifact", "model-versions", "health", "version");

    private final Settings settings;
    private final Place place;
    private final RestApi api;

    public ApiStack(Construct scope, String id, ApiStackProps props) {
        super(scope, id);
        this.settings = props.settings();
        this.place = props.place();
        addStackDependency(props.lifecycle());
        this.api = RestApi.Builder.create(this, "Api")
                .restApiName("tidemill")
                .description("Tidemill: lifecycle, tracking and inference")
                .endpointTypes(List.of(EndpointType.REGIONAL))
                .binaryMediaTypes(List.of("*/*"))
                .cloudWatchRole(false)
                .deployOptions(StageOptions.builder().stageName(STAGE).build())
                .build();
        if (settings.loopback()) {
            Tags.of(api).add("ms-custom-id", LOCAL_API_ID);
            Tags.of(api).add("_custom_id_", LOCAL_API_ID);
        }
        IResource workspace = api.getRoot().addResource("w").addResource("{workspace}");
        for (String face : FACES) {
            DeployedFunction function = behind(face);
            route(api.getRoot().addResource(face), function);
            route(workspace.addResource(face), function);
        }
        for (DeployedFunction function :
                List.of(DeployedFunction.LIFECYCLE_API, DeployedFunction.TRACKING_API, DeployedFunction.INFERENCE)) {
            CfnPermission.Builder.create(this, Workflow.placeholder(function) + "Permission")
                    .functionName(function.functionName())
                    .action("lambda:InvokeFunction")
                    .principal("apigateway.amazonaws.com")
                    .sourceArn(api.arnForExecuteApi("*", "/*", STAGE))
                    .build();
        }
        gatewayErrors();
        CfnOutput.Builder.create(this, "ApiUrl").value(api.getUrl()).build();
        CfnOutput.Builder.create(this, "ApiId").value(api.getRestApiId()).build();
        CfnOutput.Builder.create(this, "ApiStage").value(STAGE).build();
    }

    /** Base address of the API without a slash at the end. */
    String baseUrl() {
        return "https://" + api.getRestApiId() + ".execute-api." + place.region() + "." + getUrlSuffix() + "/" + STAGE;
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

    private void route(IResource resource, DeployedFunction function) {
        Integration integration = Integration.Builder.create()
                .type(IntegrationType.AWS_PROXY)
                .integrationHttpMethod("POST")
                .uri("arn:" + place.partition() + ":apigateway:" + place.region() + ":lambda:path/2015-03-31/functions/"
                        + place.functionArn(function) + "/invocations")
                .build();
        MethodOptions options = MethodOptions.builder()
                .authorizationType(settings.loopback() ? AuthorizationType.NONE : AuthorizationType.IAM)
                .build();
        resource.addMethod("ANY", integration, options);
        resource.addResource("{proxy+}").addMethod("ANY", integration, options);
    }

    /**
     * Errors that never reach a function. A gateway answers all faces alike, so its body can be read as an error of
     * {@code /v1} and of MLflow; {@code /v2} clients find an {@code error} as well.
     */
    private void gatewayErrors() {
        Map<String, Refusal> refusals = new TreeMap<>(Map.of(
                "default-4xx", new Refusal(ResponseType.DEFAULT_4_XX, "BAD_REQUEST", null),
                "default-5xx", new Refusal(ResponseType.DEFAULT_5_XX, "INTERNAL_ERROR", null),
                "access-denied", new Refusal(ResponseType.ACCESS_DENIED, "PERMISSION_DENIED", null),
                "unsigned", new Refusal(ResponseType.MISSING_AUTHENTICATION_TOKEN, "UNAUTHENTICATED", null),
                "too-large", new Refusal(ResponseType.REQUEST_TOO_LARGE, "REQUEST_TOO_LARGE", null),
                "throttled", new Refusal(ResponseType.THROTTLED, "REQUEST_LIMIT_EXCEEDED", null),
                "function-failed", new Refusal(ResponseType.INTEGRATION_FAILURE, "TEMPORARILY_UNAVAILABLE", "502"),
                "function-late", new Refusal(ResponseType.INTEGRATION_TIMEOUT, "TIMED_OUT", "504")));
        refusals.forEach((id, refusal) -> {
            GatewayResponseOptions.Builder options = GatewayResponseOptions.builder()
                    .type(refusal.type())
                    .responseHeaders(Map.of("Content-Type", "'application/json'"))
                    .templates(Map.of("application/json", body(refusal.code())));
            if (refusal.status() != null) {
                options.statusCode(refusal.status());
            }
            api.addGatewayResponse(id, options.build());
        });
    }

    private static String body(String code) {
        return "{\"error_code\":\"" + code + "\",\"message\":$context.error.messageString,\"error\":{\"code\":\"" + code
                + "\",\"message\":$context.error.messageString,\"details\":[],"
                + "\"correlationId\":\"$context.requestId\"}}";
    }

    private record Refusal(
            ResponseType type, String code, @Nullable String status) {}
}
