package dev.tidemill.monitoring;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tidemill.aws.lambda.WorkerInvocation;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The steps of the state machine {@code monitoring}. */
public final class MonitoringHandler implements RequestStreamHandler {
    private final MonitorModel monitor;

    public MonitoringHandler() {
        this(MonitoringWiring.fromEnvironment());
    }

    MonitoringHandler(MonitorModel monitor) {
        this.monitor = monitor;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        WorkerInvocation.handle(in, out, context, this::measured);
    }

    private WorkerOutcome measured(WorkerCall call) {
        WorkerOutcome outcome = monitor.step(call);
        if (outcome.result() != null) {
            ReportMetrics.write(call.execution(), outcome.result());
        }
        return outcome;
    }
}
