package dev.tidemill.lifecycleapi;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.lambda.Telemetry;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.lifecycleapi.execution.RecordOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/**
 * The last state of every state machine: closes the execution with its outcome, or with the error that was caught. Told
 * by EventBridge that a machine ended without coming here, it closes the execution too.
 */
public final class RecordHandler implements RequestStreamHandler {
    private final RecordOutcome record;

    /** As Lambda makes it. */
    public RecordHandler() {
        this(LifecycleApiWiring.fromEnvironment().recordOutcome());
    }

    RecordHandler(RecordOutcome record) {
        this.record = record;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        JsonNode event = Json.read(in, JsonNode.class);
        Optional<StoppedMachine> stopped = StoppedMachine.of(event);
        ExecutionContext execution = stopped.map(StoppedMachine::execution)
                .orElseGet(() -> Json.read(event.path("execution"), ExecutionContext.class));
        Map<String, String> fields = Map.of("workspace", execution.workspace(), "execution", execution.id());
        try (Telemetry telemetry = Telemetry.begin(context, execution.correlationId(), fields)) {
            if (stopped.isPresent()) {
                boolean closed = close(stopped.get());
                if (closed) {
                    telemetry.count("ExecutionsClosedUnrecorded");
                }
                Json.write(out, Map.of("closed", closed));
                return;
            }
            WorkerOutcome outcome = outcome(execution, event);
            telemetry.count(outcome.hasSucceeded() ? "ExecutionsSucceeded" : "ExecutionsFailed");
            Json.write(out, outcome);
        }
    }

    private boolean close(StoppedMachine stopped) {
        return record.recordStopped(stopped.execution(), stopped.status(), stopped.error(), stopped.cause());
    }

    private WorkerOutcome outcome(ExecutionContext execution, JsonNode event) {
        if (event.path("outcome").isObject()) {
            return record.record(execution, Json.read(event.path("outcome"), WorkerOutcome.class));
        }
        JsonNode error = event.path("error");
        return record.recordError(
                execution,
                error.path("Error").asText("Unknown"),
                error.path("Cause").asText(""));
    }
}
