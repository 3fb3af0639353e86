package dev.tidemill.core.tracking;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Few points that show the course of many. */
public final class MetricSample {
    private static final Comparator<Metric> BY_STEP =
            Comparator.comparingLong(Metric::step).thenComparingLong(Metric::timestamp);

    private MetricSample() {}

    /**
     * Points of a range of steps, evenly spread by their place in the order of steps, first and last among them.
     *
     * @param firstStep null for the lowest
     * @param lastStep null for the highest
     * @param most positive
     */
    public static List<Metric> of(
            Collection<Metric> points, @Nullable Long firstStep, @Nullable Long lastStep, int most) {
        List<Metric> sorted = points.stream()
                .filter(point -> (firstStep == null || point.step() >= firstStep)
                        && (lastStep == null || point.step() <= lastStep))
                .sorted(BY_STEP)
                .toList();
        if (sorted.size() <= most) {
            return sorted;
        }
        if (most == 1) {
            return List.of(sorted.getLast());
        }
        List<Metric> sample = new ArrayList<>(most);
        for (int i = 0; i < most; i++) {
            sample.add(sorted.get((int) ((long) i * (sorted.size() - 1) / (most - 1))));
        }
        return sample;
    }
}
