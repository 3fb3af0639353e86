package dev.tidemill.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a metric's history.
 *
 * @param next where the next part begins, a text that only the store understands; null when nothing follows
 */
public record MetricPage(List<Metric> points, @Nullable String next) {
    public MetricPage {
        points = List.copyOf(points);
    }
}
