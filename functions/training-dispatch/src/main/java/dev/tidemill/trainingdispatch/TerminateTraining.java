package dev.tidemill.trainingdispatch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.training.JobQueue;
import dev.tidemill.core.training.JobQueue.Job;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends the job of a training whose machine waits no longer, and looks once more: a job that had ended well after all
 * gives its outcome, everything else a failure that says why.
 */
final class TerminateTraining {
    private final JobOutcomes outcomes;
    private final JobQueue jobs;

    TerminateTraining(JobOutcomes outcomes, JobQueue jobs) {
        this.outcomes = outcomes;
        this.jobs = jobs;
    }

    WorkerOutcome terminate(WorkerCall call) {
        ExecutionContext execution = call.execution();
        Workspace workspace = execution.tenant();
        String id = execution.id();
        Optional<Job> job = jobs.find(id, false).or(() -> jobs.find(id, true));
        if (job.isPresent() && !hasEnded(job.get())) {
            String why = "execution " + id + " waits no longer";
            jobs.terminate(job.get().id(), why);
            return WorkerOutcome.failed(problem(call, job.get()));
        }
        if (job.isPresent()) {
            int attempts = job.get().exitCodes().size();
            return outcomes.last(workspace, id, attempts)
                    .orElseGet(() -> WorkerOutcome.failed(CompleteTraining.noOutcome(
                            job.get().status().equals("SUCCEEDED"),
                            job.get().reason(),
                            job.get().exitCodes())));
        }
        return outcomes.refusal(workspace, id).orElseGet(() -> WorkerOutcome.failed(problem(call, null)));
    }

    private static boolean hasEnded(Job job) {
        return job.status().equals("SUCCEEDED") || job.status().equals("FAILED");
    }

    private static Problem problem(WorkerCall call, @Nullable Job job) {
        JsonNode previous = call.previous();
        String error =
                previous == null ? "" : previous.path("problem").path("code").asText("");
        String stood = job == null ? "No job had been submitted." : "Its job stood at " + job.status() + ".";
        return switch (error) {
            case "States.Timeout" -> new Problem("TRAINING_TIMED_OUT", "The training took too long. " + stood);
            case "Tidemill.Cancelled" -> new Problem("CANCELLED", "The training was cancelled. " + stood);
            default ->
                new Problem("TRAINING_NOT_DISPATCHED", "The training could not be run (" + error + "). " + stood);
        };
    }
}
