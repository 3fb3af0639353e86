package dev.tidemill.client.engine;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a project's training set would be of the data that is there.
 *
 * @param datasets those that it reads
 * @param examples how many examples became what, such as {@code immature} or {@code train}
 * @param splits in the order of time
 * @param features those of views
 */
public record Preview(List<Dataset> datasets, Map<String, Long> examples, List<Split> splits, List<Feature> features) {
    public Preview {
        datasets = List.copyOf(datasets);
        examples = Collections.unmodifiableMap(new LinkedHashMap<>(examples));
        splits = List.copyOf(splits);
        features = List.copyOf(features);
    }

    /**
     * A dataset.
     *
     * @param watermark the latest availability of any row
     * @param ingestions that brought its rows
     */
    public record Dataset(String name, long rows, Instant watermark, int ingestions) {}

    /**
     * A split.
     *
     * @param from prediction time of its first row
     * @param to prediction time of its last row
     * @param label share of the positive label; the mean in a regression
     */
    public record Split(String name, long rows, Instant from, Instant to, double label) {}

    /**
     * A feature.
     *
     * @param present share of examples that have a value, 0 to 1
     */
    public record Feature(String name, double present) {}
}
