package dev.tidemill.trainingdispatch;

import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.lifecycle.Execution;
import dev.tidemill.core.lifecycle.Executions;
import dev.tidemill.core.training.TaskTokens;
import dev.tidemill.core.workflow.StateMachines;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes the task of a training whose job has ended, with the outcome that the trainer wrote. A job that left none,
 * because it was killed or never started, is a failed outcome too: Batch has already tried it as often as its retry
 * strategy allows, and trying the task again would find the same job by its name. Told twice, or late, it does nothing:
 * a task takes one answer.
 */
final class CompleteTraining {
    private static final Logger LOG = LoggerFactory.getLogger(CompleteTraining.class);

    private final JobOutcomes outcomes;
    private final TaskTokens tokens;
    private final Executions executions;
    private final StateMachines machines;

    CompleteTraining(JobOutcomes outcomes, TaskTokens tokens, Executions executions, StateMachines machines) {
        this.outcomes = outcomes;
        this.tokens = tokens;
        this.executions = executions;
        this.machines = machines;
    }

    /** The correlation id of the job's execution; the execution's id when it is not recorded. */
    String correlationId(EndedJob job) {
        return executions
                .find(job.workspace(), job.executionId())
                .map(Execution::correlationId)
                .orElse(job.executionId());
    }

    /**
     * Completes.
     *
     * @return false when no machine waits for this job
     */
    boolean complete(EndedJob job) {
        Optional<String> token = tokens.find(job.workspace(), job.executionId());
        if (token.isEmpty()) {
            LOG.info("Job {} ended, and nothing waits for it", job.executionId());
            return false;
        }
        WorkerOutcome outcome = outcomes.last(
                        job.workspace(), job.executionId(), job.exitCodes().size())
                .orElseGet(() -> WorkerOutcome.failed(noOutcome(job.succeeded(), job.reason(), job.exitCodes())));
        machines.complete(token.get(), Json.write(outcome));
        LOG.info("Job {} ended {} after exit codes {}", job.executionId(), outcome.outcome(), job.exitCodes());
        return true;
    }

    /** The problem of a job that ended and left no outcome. */
    static Problem noOutcome(boolean succeeded, String reason, List<Integer> exitCodes) {
        List<Problem.Detail> attempts = IntStream.range(0, exitCodes.size())
                .mapToObj(i -> new Problem.Detail(
                        "attempt " + (i + 1),
                        exitCodes.get(i) < 0 ? "no exit code" : "exit code " + exitCodes.get(i),
                        "exit code 0 and an outcome"))
                .toList();
        String codes = exitCodes.isEmpty()
                ? "it made no attempt"
                : "exit codes "
                        + exitCodes.stream()
                                .map(code -> code < 0 ? "none" : code.toString())
                                .collect(Collectors.joining(", "));
        String said = reason.isEmpty() ? "" : " Batch says: " + reason;
        return succeeded
                ? new Problem(
                        "JOB_WITHOUT_OUTCOME", "The training job ended well but left no outcome." + said, attempts)
                : new Problem("JOB_FAILED", "The training job failed: " + codes + "." + said, attempts);
    }
}
