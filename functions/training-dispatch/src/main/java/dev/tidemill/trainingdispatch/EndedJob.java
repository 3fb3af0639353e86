package dev.tidemill.trainingdispatch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.core.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A training job that has ended, with all its attempts.
 *
 * @param succeeded whether its last attempt left with exit code 0
 * @param reason why it ended so; empty when nothing was said
 * @param exitCodes of its attempts, in order; -1 where an attempt left none
 */
record EndedJob(Workspace workspace, String executionId, boolean succeeded, String reason, List<Integer> exitCodes) {
    /** The variable of a job's container that names its workspace. */
    static final String WORKSPACE_VARIABLE = "TIDEMILL_WORKSPACE";

    EndedJob {
        exitCodes = List.copyOf(exitCodes);
    }

    /** Reads a {@code Batch Job State Change}; empty when the job has not ended or is none of ours. */
    static Optional<EndedJob> of(JsonNode event) {
        JsonNode detail = event.path("detail");
        String status = detail.path("status").asText();
        boolean succeeded = status.equals("SUCCEEDED");
        if (!succeeded && !status.equals("FAILED")) {
            return Optional.empty();
        }
        List<Integer> exitCodes = new ArrayList<>();
        for (JsonNode attempt : detail.path("attempts")) {
            exitCodes.add(attempt.path("container").path("exitCode").asInt(-1));
        }
        String reason = reason(detail);
        return workspace(detail)
                .map(workspace ->
                        new EndedJob(workspace, detail.path("jobName").asText(), succeeded, reason, exitCodes));
    }

    private static String reason(JsonNode detail) {
        String status = detail.path("statusReason").asText("");
        String container = detail.path("container").path("reason").asText("");
        return container.isEmpty() ? status : status.isEmpty() ? container : status + ": " + container;
    }

    private static Optional<Workspace> workspace(JsonNode detail) {
        for (JsonNode variable : detail.path("container").path("environment")) {
            if (variable.path("name").asText().equals(WORKSPACE_VARIABLE)) {
                return Optional.of(new Workspace(variable.path("value").asText()));
            }
        }
        return Optional.empty();
    }
}
