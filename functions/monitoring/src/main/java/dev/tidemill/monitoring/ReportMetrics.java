package dev.tidemill.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.lambda.Telemetry;
import dev.tidemill.contract.workflow.ExecutionContext;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/**
 * What a report found as metrics to alarm on: labels by model, drift and quality by model and channel. A quality metric
 * that is not defined on the labelled rows is left out.
 */
final class ReportMetrics {
    private ReportMetrics() {}

    /**
     * Writes them.
     *
     * @param result of the action {@code report}; nothing is written of one without a champion
     */
    static void write(ExecutionContext execution, JsonNode result) {
        if (!result.path("status").asText().equals(WriteReport.REPORTED)) {
            return;
        }
        String model = result.path("model").asText();
        Telemetry.write(Map.of("Project", execution.project(), "Model", model), metrics -> {
            count(metrics, "MatchedLabels", result.path("matched"));
            count(metrics, "UnmatchedLabels", result.path("unmatched"));
        });
        result.path("channels").properties().forEach(entry -> {
            JsonNode channel = entry.getValue();
            Map<String, String> dimensions =
                    Map.of("Project", execution.project(), "Model", model, "Channel", entry.getKey());
            Telemetry.write(dimensions, metrics -> channel(metrics, channel));
        });
    }

    private static void channel(Metrics metrics, JsonNode channel) {
        int drifted = channel.path("drifted").size();
        int features = channel.path("features").asInt();
        count(metrics, "Predictions", channel.path("predictions"));
        count(metrics, "LabelledPredictions", channel.path("labelled"));
        metrics.addMetric("DriftedFeatures", drifted, MetricUnit.COUNT);
        metrics.addMetric("DriftedShare", features == 0 ? 0 : (double) drifted / features, MetricUnit.NONE);
        channel.path("metrics").properties().forEach(metric -> {
            if (metric.getValue().isNumber()) {
                metrics.addMetric(
                        "Quality" + words(metric.getKey()), metric.getValue().doubleValue(), MetricUnit.NONE);
            }
        });
    }

    private static void count(Metrics metrics, String name, JsonNode number) {
        metrics.addMetric(name, number.asDouble(), MetricUnit.COUNT);
    }

    /** Such as LogLoss for log-loss. */
    private static String words(String metric) {
        return Arrays.stream(metric.split("-", -1))
                .filter(word -> !word.isEmpty())
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }
}
