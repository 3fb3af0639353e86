package dev.tidemill.trainingdispatch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.core.Workspace;
import java.util.ArrayList;
import java.util.List;

/**
 * What a job state change says of a training's job.
 *
 * @param executionId the job's name
 * @param status of AWS Batch, such as {@code RUNNING}
 * @param reason empty when Batch gave none
 * @param exitCodes of the attempts so far; -1 where an attempt left none
 */
record JobState(
        Workspace workspace, String executionId, String jobId, String status, String reason, List<Integer> exitCodes) {
    JobState {
        exitCodes = List.copyOf(exitCodes);
    }

    /** Reads the {@code detail} of the event; the workspace is in the job's environment. */
    static JobState of(JsonNode detail) {
        String workspace = Workspace.DEFAULT.name();
        for (JsonNode variable : detail.path("container").path("environment")) {
            if (variable.path("name").asText().equals("TIDEMILL_WORKSPACE")) {
                workspace = variable.path("value").asText();
            }
        }
        List<Integer> exitCodes = new ArrayList<>();
        for (JsonNode attempt : detail.path("attempts")) {
            exitCodes.add(attempt.path("container").path("exitCode").asInt(-1));
        }
        return new JobState(
                new Workspace(workspace),
                detail.path("jobName").asText(),
                detail.path("jobId").asText(),
                detail.path("status").asText(),
                reason(detail),
                exitCodes);
    }

    /** What Batch says of the job, and what the container says where it does, such as that its memory was used up. */
    private static String reason(JsonNode detail) {
        String job = detail.path("statusReason").asText("");
        String container = detail.path("container").path("reason").asText("");
        return container.isEmpty() ? job : job.isEmpty() ? container : job + ": " + container;
    }

    boolean hasEnded() {
        return status.equals("SUCCEEDED") || status.equals("FAILED");
    }
}
