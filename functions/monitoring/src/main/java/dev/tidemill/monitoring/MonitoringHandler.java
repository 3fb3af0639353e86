package dev.tidemill.monitoring;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tidemill.aws.lambda.WorkerInvocation;
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
        WorkerInvocation.handle(in, out, context, monitor::step);
    }
}
