package dev.tidemill.trackingapi;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tidemill.aws.lambda.HttpInvocation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** MLflow's REST API behind API Gateway. */
public final class TrackingApiHandler implements RequestStreamHandler {
    private final TrackingApi api;

    public TrackingApiHandler() {
        this(TrackingApiWiring.fromEnvironment());
    }

    TrackingApiHandler(TrackingApi api) {
        this.api = api;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        HttpInvocation.handle(in, out, context, api::answer, api);
    }
}
