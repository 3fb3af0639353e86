package dev.tidemill.trainingdispatch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tidemill.aws.lambda.WorkerInvocation;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.failure.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The training machine's worker for jobs: {@code dispatch} submits one, {@code terminate} ends it. */
public final class TrainingDispatchHandler implements RequestStreamHandler {
    private final DispatchTraining dispatch;
    private final TerminateTraining terminate;

    /** As Lambda makes it. */
    public TrainingDispatchHandler() {
        this(TrainingDispatchWiring.fromEnvironment());
    }

    private TrainingDispatchHandler(TrainingDispatchWiring wiring) {
        this(wiring.dispatch(), wiring.terminate());
    }

    TrainingDispatchHandler(DispatchTraining dispatch, TerminateTraining terminate) {
        this.dispatch = dispatch;
        this.terminate = terminate;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        WorkerInvocation.handle(in, out, context, this::work);
    }

    private WorkerOutcome work(WorkerCall call) {
        return switch (call.action()) {
            case "dispatch" -> dispatch.dispatch(call);
            case "terminate" -> terminate.terminate(call);
            default ->
                throw new ProblemException(
                        "UNKNOWN_ACTION", "action '" + call.action() + "': expected dispatch or terminate");
        };
    }
}
