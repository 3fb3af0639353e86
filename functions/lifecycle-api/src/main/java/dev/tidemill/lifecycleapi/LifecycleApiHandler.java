package dev.tidemill.lifecycleapi;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tidemill.aws.lambda.Callers;
import dev.tidemill.aws.lambda.HttpInvocation;
import dev.tidemill.lifecycleapi.http.HttpDoor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Answers {@code /v1/...} behind API Gateway. */
public final class LifecycleApiHandler implements RequestStreamHandler {
    private final HttpDoor door;
    private final Callers callers;

    /** As Lambda makes it. */
    public LifecycleApiHandler() {
        this(LifecycleApiWiring.fromEnvironment());
    }

    private LifecycleApiHandler(LifecycleApiWiring wiring) {
        this(wiring.door(), wiring.callers());
    }

    LifecycleApiHandler(HttpDoor door, Callers callers) {
        this.door = door;
        this.callers = callers;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        HttpInvocation.handle(in, out, context, callers, door, door);
    }
}
