package dev.tidemill.ingestion;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tidemill.aws.lambda.WorkerInvocation;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
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
        WorkerOutcome outcome = work.step(call, () -> Duration.ofMillis(context.getRemainingTimeInMillis()));
        Metrics metrics = MetricsFactory.getMetricsInstance();
        metrics.addMetric("Duration", (System.nanoTime() - start) / 1e6, MetricUnit.MILLISECONDS);
        if (outcome.result() != null && outcome.result().has("rows")) {
            metrics.addMetric("Rows", outcome.result().path("rows").asDouble(), MetricUnit.COUNT);
            metrics.addMetric(
                    "Quarantined", outcome.result().path("quarantined").asDouble(), MetricUnit.COUNT);
        }
        return outcome;
    }
}
