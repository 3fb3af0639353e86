package dev.tidemill.aws.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.failure.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An invocation of a worker by a state machine: a {@link ProblemException} becomes a failed outcome, every other
 * exception is logged and thrown on, so that the state machine tries again.
 */
public final class WorkerInvocation {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerInvocation.class);

    private WorkerInvocation() {}

    /** Reads the call, has it done and writes the outcome. */
    public static void handle(
            InputStream in, OutputStream out, Context context, Function<WorkerCall, WorkerOutcome> worker)
            throws IOException {
        WorkerCall call = Json.read(in, WorkerCall.class);
        Map<String, String> fields = Map.of(
                "workspace", call.execution().workspace(),
                "project", call.execution().project(),
                "execution", call.execution().id(),
                "action", call.action());
        try (Telemetry telemetry = Telemetry.begin(context, call.execution().correlationId(), fields)) {
            WorkerOutcome outcome = outcome(call, worker);
            telemetry.count(outcome.hasSucceeded() ? "Succeeded" : "Failed");
            Json.write(out, outcome);
        }
    }

    private static WorkerOutcome outcome(WorkerCall call, Function<WorkerCall, WorkerOutcome> worker) {
        try {
            WorkerOutcome outcome = worker.apply(call);
            LOG.info("{} of execution {}: {}", call.action(), call.execution().id(), outcome.outcome());
            return outcome;
        } catch (ProblemException e) {
            LOG.warn(
                    "{} of execution {} failed: {}",
                    call.action(),
                    call.execution().id(),
                    e.getMessage());
            return WorkerOutcome.failed(e.problem());
        } catch (RuntimeException e) {
            LOG.error(
                    "{} of execution {} is to be tried again",
                    call.action(),
                    call.execution().id(),
                    e);
            throw e;
        }
    }
}
