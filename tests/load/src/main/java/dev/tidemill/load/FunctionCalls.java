package dev.tidemill.load;

import dev.tidemill.aws.eventbridge.EventEnvelope;
import dev.tidemill.client.Execution;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call for each function that answers without changing anything: a reading request, an empty batch, a word that the
 * function does not know, or a record of what is recorded.
 *
 * @param ended an execution that succeeded before
 * @param prediction the body of a prediction request
 * @param model that answers it
 */
record FunctionCalls(Execution ended, String prediction, String model) {
    /** The tracking function's name. */
    static final String TRACKING = "tidemill-tracking-api";

    private static final String UNKNOWN = "figures";

    /**
     * What is sent.
     *
     * @param what it is, in a few words
     * @param event JSON
     */
    record Call(String what, String event) {}

    /** The call of a function; empty for a function that is not known here. */
    Optional<Call> of(String function) {
        return Optional.ofNullable(
                switch (function) {
                    case "tidemill-lifecycle-api" -> new Call("GET /v1", proxied("GET", "/v1", ""));
                    case TRACKING -> tracking();
                    case "tidemill-inference" -> new Call("a prediction", predictionEvent());
                    case "tidemill-capture", "tidemill-publish" -> new Call("an empty batch", "{\"Records\":[]}");
                    case "tidemill-record" -> new Call("an outcome recorded before", record());
                    case "tidemill-trigger" -> new Call("an unknown event", event());
                    case "tidemill-job-state" ->
                        new Call("a job that runs", "{\"detail\":{\"jobName\":\"none\",\"status\":\"RUNNING\"}}");
                    case "tidemill-ingestion",
                            "tidemill-training-dispatch",
                            "tidemill-scoring",
                            "tidemill-monitoring" -> new Call("an unknown action", worker(UNKNOWN));
                    case "tidemill-registration" -> new Call("a promotion of nothing", worker("promote"));
                    default -> null;
                });
    }

    /** A call of the tracking function. */
    static Call tracking() {
        return new Call(
                "experiments/search", proxied("POST", "/api/2.0/mlflow/experiments/search", "{\"max_results\":10}"));
    }

    /** A prediction as API Gateway passes it to the function. */
    String predictionEvent() {
        return proxied("POST", "/v2/models/" + model + "/infer", prediction);
    }

    private static String proxied(String method, String path, String body) {
        return Json.write(Map.of(
                "httpMethod",
                method,
                "path",
                path,
                "headers",
                Map.of("content-type", "application/json"),
                "body",
                body,
                "isBase64Encoded",
                false,
                "requestContext",
                Map.of("requestId", "figures")));
    }

    private ExecutionContext context() {
        return new ExecutionContext(
                Workspace.DEFAULT.name(),
                ended.id(),
                ended.project(),
                ended.revision(),
                ended.kind(),
                ended.correlationId(),
                ended.causationIds());
    }

    private String record() {
        WorkerOutcome outcome = WorkerOutcome.succeeded(Json.object());
        return Json.write(Map.of("execution", context(), "outcome", outcome));
    }

    private String worker(String action) {
        return Json.write(new WorkerCall(action, context(), Json.object(), null, null, null));
    }

    private String event() {
        return "{\"detail\":"
                + EventEnvelope.write(new Event(
                        UNKNOWN,
                        "Figures",
                        1,
                        Instant.EPOCH,
                        Workspace.DEFAULT,
                        ended.project(),
                        UNKNOWN,
                        ended.correlationId(),
                        List.of(),
                        "{}"))
                + "}";
    }
}
