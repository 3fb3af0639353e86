package dev.tidemill.trainingdispatch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.lambda.Telemetry;
import dev.tidemill.contract.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** Takes EventBridge's "Batch Job State Change"; the only one who completes the token of a training's job. */
public final class JobStateHandler implements RequestStreamHandler {
    private final CompleteTraining complete;

    /** As Lambda makes it. */
    public JobStateHandler() {
        this(TrainingDispatchWiring.fromEnvironment().complete());
    }

    JobStateHandler(CompleteTraining complete) {
        this.complete = complete;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        JobState state = JobState.of(Json.read(in, JsonNode.class).path("detail"));
        Map<String, String> fields = Map.of(
                "workspace", state.workspace().name(),
                "execution", state.executionId(),
                "job", state.jobId(),
                "status", state.status());
        try (Telemetry telemetry = Telemetry.begin(context, state.executionId(), fields)) {
            CompleteTraining.Completion completion = complete.complete(state);
            telemetry.count("Job" + completion.name());
            Json.write(out, Map.of("completion", completion.name()));
        }
    }
}
