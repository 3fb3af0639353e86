package dev.tidemill.trackingapi;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tidemill.aws.lambda.Callers;
import dev.tidemill.aws.lambda.HttpInvocation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** MLflow's REST API behind API Gateway. */
public final class TrackingApiHandler implements RequestStreamHandler {
    private final TrackingApi api;
    private final Callers callers;

    public TrackingApiHandler() {
        this(TrackingApiWiring.fromEnvironment(), TrackingApiWiring.callers());
    }

    TrackingApiHandler(TrackingApi api, Callers callers) {
        this.api = api;
        this.callers = callers;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        HttpInvocation.handle(in, out, context, callers, api::answer, api);
    }
}
