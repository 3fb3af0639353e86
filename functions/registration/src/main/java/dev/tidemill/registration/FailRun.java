package dev.tidemill.registration;

import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.RunIds;
import dev.tidemill.core.tracking.Tracking;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Marks the run of a failed training, if the training came as far as creating one. */
final class FailRun {
    private static final int MOST_TEXT = 5000;

    private final Tracking tracking;

    FailRun(Tracking tracking) {
        this.tracking = tracking;
    }

    /**
     * What marking answers.
     *
     * @param marked false when there was no run, or it had failed before
     */
    record Marked(String runId, boolean marked) {}

    WorkerOutcome fail(WorkerCall call, Instant now) {
        ExecutionContext execution = call.execution();
        String runId = RunIds.of(execution.tenant(), execution.id());
        Optional<Run> run = tracking.run(execution.tenant(), runId)
                .filter(found -> found.active() && !found.status().equals("FAILED"));
        if (run.isPresent()) {
            tracking.log(execution.tenant(), runId, List.of(), Map.of(), Map.of("tidemill.problem", problem(call)));
            tracking.updateRun(execution.tenant(), runId, "FAILED", now.toEpochMilli(), null);
        }
        return WorkerOutcome.succeeded(new Marked(runId, run.isPresent()));
    }

    private static String problem(WorkerCall call) {
        if (call.previous() == null) {
            return "unknown";
        }
        var problem = call.previous().path("problem");
        String text = problem.path("code").asText("unknown") + ": "
                + problem.path("message").asText("");
        return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT);
    }
}
