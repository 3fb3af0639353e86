package dev.tidemill.aws.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.MDC;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/**
 * The logs and metrics of one invocation: every line is JSON and carries the correlation id and the given fields;
 * metrics are written in CloudWatch's embedded format when the invocation ends. For one thread.
 */
public final class Telemetry implements AutoCloseable {
    private static final String NAMESPACE = "Tidemill";

    private final Metrics metrics;
    private boolean measured;

    private Telemetry(Metrics metrics) {
        this.metrics = metrics;
    }

    /**
     * Begins an invocation.
     *
     * @param fields put into every line, such as the execution's id
     */
    public static Telemetry begin(Context context, String correlationId, Map<String, String> fields) {
        PowertoolsLogging.initializeLogging(context);
        MDC.put("correlation_id", correlationId);
        fields.forEach(MDC::put);
        Metrics metrics = MetricsFactory.getMetricsInstance();
        metrics.setNamespace(NAMESPACE);
        metrics.addDimension("Function", context.getFunctionName());
        return new Telemetry(metrics);
    }

    /** Counts one occurrence. */
    public void count(String metric) {
        measure(metrics -> metrics.addMetric(metric, 1, MetricUnit.COUNT));
    }

    /** Adds whatever metrics to those of this invocation. */
    public void measure(Consumer<Metrics> measurement) {
        measurement.accept(metrics);
        measured = true;
    }

    /**
     * Writes metrics under dimensions of their own at once, beside those of the invocation that has begun. Each set of
     * values of the dimensions is a series that is billed: only few and bounded values belong there.
     *
     * @param dimensions value by name, such as the project; the service is added
     */
    public static void write(Map<String, String> dimensions, Consumer<Metrics> measurement) {
        Metrics invocation = MetricsFactory.getMetricsInstance();
        Map<String, String> all =
                new LinkedHashMap<>(invocation.getDefaultDimensions().getDimensions());
        all.putAll(dimensions);
        invocation.flushMetrics(metrics -> {
            metrics.setDefaultDimensions(DimensionSet.of(all));
            measurement.accept(metrics);
        });
    }

    @Override
    public void close() {
        if (measured) {
            metrics.flush();
        }
        PowertoolsLogging.clearState(true);
    }
}
