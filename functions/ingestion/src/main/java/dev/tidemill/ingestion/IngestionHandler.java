package dev.tidemill.ingestion;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.lambda.WorkerInvocation;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.failure.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/** The steps of the state machine {@code ingestion}. */
public final class IngestionHandler implements RequestStreamHandler {
    private final IngestionWork work;

    public IngestionHandler() {
        this(IngestionWiring.fromEnvironment());
    }

    IngestionHandler(IngestionWork work) {
        this.work = work;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        WorkerInvocation.handle(in, out, context, call -> measured(call, context));
    }

    private WorkerOutcome measured(WorkerCall call, Context context) {
        long start = System.nanoTime();
        WorkerOutcome outcome;
        try {
            outcome = work.step(call, () -> Duration.ofMillis(context.getRemainingTimeInMillis()));
        } catch (ProblemException e) {
            duration(start);
            throw e;
        }
        duration(start);
        JsonNode result = outcome.result();
        if (result != null && result.path("status").asText().equals(IngestResult.COMMITTED)) {
            Metrics metrics = MetricsFactory.getMetricsInstance();
            metrics.addMetric("Rows", result.path("rows").asDouble(), MetricUnit.COUNT);
            metrics.addMetric("Quarantined", result.path("quarantined").asDouble(), MetricUnit.COUNT);
        }
        return outcome;
    }

    private static void duration(long start) {
        MetricsFactory.getMetricsInstance()
                .addMetric("Duration", (System.nanoTime() - start) / 1e6, MetricUnit.MILLISECONDS);
    }
}
