package dev.tidemill.core.tracking;

import dev.tidemill.core.Workspace;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run with the newest value of each metric.
 *
 * @param id 32 hexadecimal digits
 * @param status RUNNING, SCHEDULED, FINISHED, FAILED or KILLED
 * @param startTime Unix milliseconds
 * @param endTime Unix milliseconds; null while it runs
 * @param active false when deleted
 * @param metrics by key: the value with the greatest (step, timestamp, value)
 */
public record Run(
        Workspace workspace,
        String id,
        String experimentId,
        String name,
        String user,
        String status,
        long startTime,
        @Nullable Long endTime,
        String artifactUri,
        boolean active,
        Map<String, Metric> metrics,
        Map<String, String> params,
        Map<String, String> tags) {
    public Run {
        metrics = Map.copyOf(metrics);
        params = Map.copyOf(params);
        tags = Map.copyOf(tags);
    }
}
