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
import java.util.Optional;

/** Told by EventBridge of every {@code Batch Job State Change}. */
public final class JobStateHandler implements RequestStreamHandler {
    private final CompleteTraining completion;

    public JobStateHandler() {
        this(TrainingDispatchWiring.completion(System.getenv()));
    }

    JobStateHandler(CompleteTraining completion) {
        this.completion = completion;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        JsonNode event = Json.read(in, JsonNode.class);
        Optional<EndedJob> ended = EndedJob.of(event);
        String id = ended.map(EndedJob::executionId).orElse(event.path("id").asText("none"));
        String correlationId = ended.map(completion::correlationId).orElse(id);
        try (Telemetry telemetry = Telemetry.begin(context, correlationId, Map.of("execution", id))) {
            boolean told = ended.isPresent() && completion.complete(ended.get());
            if (told) {
                telemetry.count("JobsEnded");
            }
            Json.write(out, Json.object().put("completed", told));
        }
    }
}
