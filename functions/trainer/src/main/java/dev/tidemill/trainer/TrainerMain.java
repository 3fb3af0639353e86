package dev.tidemill.trainer;

import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.failure.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Runs one attempt of a training. The exit status tells Batch whether to try again: 0 when the outcome is written, 10
 * when it is written and says why the training cannot succeed, 75 when trying again may help. The outcome is the last
 * thing that is written, so an attempt that is killed leaves none.
 */
public final class TrainerMain {
    private static final Logger LOG = LoggerFactory.getLogger(TrainerMain.class);
    private static final int KNOWN_FAILURE = 10;
    private static final int TRY_AGAIN = 75;

    private TrainerMain() {}

    public static void main(String[] arguments) {
        System.exit(run());
    }

    private static int run() {
        try {
            TrainerWiring wiring = TrainerWiring.fromEnvironment();
            Attempt attempt = wiring.attempt();
            MDC.put("execution", attempt.executionId());
            WorkerOutcome outcome = outcome(wiring, attempt);
            attempt.finish(outcome);
            LOG.info("attempt {} of execution {}: {}", attempt.number(), attempt.executionId(), outcome.outcome());
            return outcome.hasSucceeded() ? 0 : KNOWN_FAILURE;
        } catch (RuntimeException | Error e) {
            LOG.error("the training broke off and is to be tried again", e);
            return TRY_AGAIN;
        }
    }

    private static WorkerOutcome outcome(TrainerWiring wiring, Attempt attempt) {
        try {
            TrainModel.Trained trained = wiring.trainModel().train(attempt.input());
            return WorkerOutcome.succeeded(trained);
        } catch (ProblemException e) {
            LOG.warn("{} {}", e.getMessage(), Json.write(e.problem().details()));
            return WorkerOutcome.failed(e.problem());
        }
    }
}
