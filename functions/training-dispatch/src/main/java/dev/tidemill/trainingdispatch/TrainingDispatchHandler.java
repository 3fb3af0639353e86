package dev.tidemill.trainingdispatch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tidemill.aws.lambda.WorkerInvocation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The steps {@code dispatch} and {@code terminate} of the training machine. */
public final class TrainingDispatchHandler implements RequestStreamHandler {
    private final TrainingDispatch dispatch;

    public TrainingDispatchHandler() {
        this(TrainingDispatchWiring.dispatch(System.getenv()));
    }

    TrainingDispatchHandler(TrainingDispatch dispatch) {
        this.dispatch = dispatch;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        WorkerInvocation.handle(in, out, context, dispatch::step);
    }
}
