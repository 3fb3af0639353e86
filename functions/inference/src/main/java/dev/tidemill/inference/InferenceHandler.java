package dev.tidemill.inference;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tidemill.aws.lambda.Callers;
import dev.tidemill.aws.lambda.HttpInvocation;
import dev.tidemill.aws.lambda.WorkerInvocation;
import dev.tidemill.contract.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Answers {@code /v2/...} behind API Gateway, and verifies a version for the state machine {@code deployment}. */
public final class InferenceHandler implements RequestStreamHandler {
    private final Inference inference;
    private final Callers callers;

    public InferenceHandler() {
        this(InferenceWiring.fromEnvironment(), InferenceWiring.callers());
    }

    InferenceHandler(Inference inference, Callers callers) {
        this.inference = inference;
        this.callers = callers;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        byte[] event = in.readAllBytes();
        if (Json.mapper().readTree(event).has("action")) {
            WorkerInvocation.handle(new ByteArrayInputStream(event), out, context, inference.verify()::step);
        } else {
            HttpInvocation.handle(
                    new ByteArrayInputStream(event), out, context, callers, inference.door(), inference.door());
        }
    }
}
