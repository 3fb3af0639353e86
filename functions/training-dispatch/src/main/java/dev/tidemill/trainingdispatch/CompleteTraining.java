package dev.tidemill.trainingdispatch;

import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.training.TaskTokens;
import dev.tidemill.core.workflow.StateMachines;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a waiting training the outcome of its job once the job, not an attempt, has ended. A job that left none, because
 * it was killed or never started, is a failed outcome too: Batch has tried it as often as it may, and trying the state
 * again would find the same job. Events that repeat or come out of order change nothing: only the end counts, and a
 * token takes one answer.
 */
final class CompleteTraining {
    private static final Logger LOG = LoggerFactory.getLogger(CompleteTraining.class);

    private final TaskTokens tokens;
    private final JobOutcomes outcomes;
    private final StateMachines machines;

    CompleteTraining(TaskTokens tokens, JobOutcomes outcomes, StateMachines machines) {
        this.tokens = tokens;
        this.outcomes = outcomes;
        this.machines = machines;
    }

    /** What was done with a state change. */
    enum Completion {
        /** The job has not ended. */
        Going,
        /** No training waits for it. */
        Unknown,
        /** The training was given the outcome that the trainer left. */
        Completed,
        /** The job ended without an outcome, and the training was told so. */
        Failed
    }

    Completion complete(JobState state) {
        if (!state.hasEnded()) {
            return Completion.Going;
        }
        Optional<String> token = tokens.find(state.workspace(), state.executionId());
        if (token.isEmpty()) {
            LOG.warn("job {} ended, but no training of this name waits", state.jobId());
            return Completion.Unknown;
        }
        Optional<WorkerOutcome> outcome = outcomes.newest(state.workspace(), state.executionId());
        if (outcome.isPresent()) {
            machines.complete(token.get(), Json.write(outcome.get()));
            return Completion.Completed;
        }
        Problem problem = JobOutcomes.missing(state.status(), state.reason(), state.exitCodes());
        LOG.warn("job {} of execution {}: {}", state.jobId(), state.executionId(), problem.message());
        machines.complete(token.get(), Json.write(WorkerOutcome.failed(problem)));
        return Completion.Failed;
    }
}
