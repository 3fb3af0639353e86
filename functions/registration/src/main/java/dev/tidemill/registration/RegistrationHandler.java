package dev.tidemill.registration;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tidemill.aws.lambda.WorkerInvocation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The steps {@code register}, {@code promote} and {@code fail-run} of the state machines, and {@code rebuild-registry},
 * which an operator invokes.
 */
public final class RegistrationHandler implements RequestStreamHandler {
    private final Registration registration;

    public RegistrationHandler() {
        this(RegistrationWiring.fromEnvironment());
    }

    RegistrationHandler(Registration registration) {
        this.registration = registration;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        WorkerInvocation.handle(in, out, context, registration::step);
    }
}
