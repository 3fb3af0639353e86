package dev.tidemill.trainingdispatch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.training.JobQueue;
import java.util.List;
import java.util.Optional;

/** Ends the job of a training that waits no more, where there is one, and looks once more whether it had ended well after all. */
final class TerminateTraining {
    private final TrainingResources resources;
    private final JobQueue jobs;
    private final JobOutcomes outcomes;
    private final LocalTraining local;

    TerminateTraining(TrainingResources resources, JobQueue jobs, JobOutcomes outcomes, LocalTraining local) {
        this.resources = resources;
        this.jobs = jobs;
        this.outcomes = outcomes;
        this.local = local;
    }

    WorkerOutcome terminate(WorkerCall call) {
        ExecutionContext execution = call.execution();
        if (LocalTraining.isAsked(call.request())) {
            return local.end(execution, error(call));
        }
        Optional<JobQueue.Job> job = jobs.find(execution.id(), needsGpu(execution));
        job.filter(found -> !found.hasEnded())
                .ifPresent(found -> jobs.terminate(found.id(), "the training waits no more"));
        return outcomes.newest(execution.tenant(), execution.id())
                .orElseGet(() -> WorkerOutcome.failed(problem(call, job)));
    }

    private boolean needsGpu(ExecutionContext execution) {
        try {
            return resources.of(execution).gpus() > 0;
        } catch (ProblemException e) {
            return false;
        }
    }

    private static String error(WorkerCall call) {
        JsonNode before = call.previous() == null
                ? Json.object()
                : call.previous().path("problem").path("code");
        return before.asText("").isEmpty() ? "TRAINING_JOB_FAILED" : before.asText();
    }

    private static Problem problem(WorkerCall call, Optional<JobQueue.Job> job) {
        String code = error(call);
        if (job.isEmpty()) {
            return new Problem("TRAINING_JOB_FAILED", "The training ended by " + code + " before a job was submitted.");
        }
        JobQueue.Job found = job.get();
        if (found.hasEnded()) {
            return JobOutcomes.missing(found.status(), found.reason(), found.exitCodes());
        }
        return new Problem(
                code.equals("Tidemill.Cancelled") ? "CANCELLED" : "TRAINING_JOB_FAILED",
                "The training's job left no outcome (" + code + ").",
                List.of(new Problem.Detail(
                        "job " + found.id(),
                        found.status() + ", exit codes " + found.exitCodes() + " " + found.reason(),
                        "exit code 0 or 10 with an outcome")));
    }
}
