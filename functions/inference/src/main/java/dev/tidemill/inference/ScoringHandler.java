package dev.tidemill.inference;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tidemill.aws.lambda.WorkerInvocation;
import dev.tidemill.inference.scoring.Scoring;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The steps of the state machine {@code batch-scoring}, and the second verification of {@code deployment}. */
public final class ScoringHandler implements RequestStreamHandler {
    private final Scoring scoring;

    public ScoringHandler() {
        this(ScoringWiring.fromEnvironment());
    }

    ScoringHandler(Scoring scoring) {
        this.scoring = scoring;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        WorkerInvocation.handle(in, out, context, scoring::step);
    }
}
