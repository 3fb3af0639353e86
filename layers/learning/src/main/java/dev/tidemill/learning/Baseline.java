package dev.tidemill.learning;

import dev.tidemill.contract.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Predicts the mean label of the training rows that agree in some inputs. Each group's mean counts one more row with the
 * overall mean, so that no group predicts with certainty; a group that training did not see gets the overall mean.
 *
 * @param meanBy the inputs that make a group; empty for the overall mean
 * @param overall mean of all training labels
 * @param means by group, the JSON array of its values
 */
public record Baseline(List<String> meanBy, double overall, Map<String, Double> means) {
    public Baseline {
        meanBy = List.copyOf(meanBy);
        means = Collections.unmodifiableMap(new TreeMap<>(means));
    }

    /**
     * Fits a baseline.
     *
     * @param rows training rows; at least one
     * @param labels one a row
     */
    public static Baseline fit(List<String> meanBy, InputTable rows, double[] labels) {
        double total = 0;
        Map<String, double[]> sums = new TreeMap<>();
        for (int i = 0; i < labels.length; i++) {
            total += labels[i];
            double[] sum = sums.computeIfAbsent(group(meanBy, rows.row(i)), key -> new double[2]);
            sum[0] += labels[i];
            sum[1]++;
        }
        double overall = labels.length == 0 ? Double.NaN : total / labels.length;
        Map<String, Double> means = new TreeMap<>();
        if (!meanBy.isEmpty()) {
            sums.forEach((group, sum) -> means.put(group, (sum[0] + overall) / (sum[1] + 1)));
        }
        return new Baseline(meanBy, overall, means);
    }

    /** The prediction for a row. */
    public double predict(Map<String, @Nullable Object> inputs) {
        return means.getOrDefault(group(meanBy, inputs), overall);
    }

    private static String group(List<String> meanBy, Map<String, @Nullable Object> inputs) {
        List<@Nullable Object> values = new ArrayList<>();
        for (String name : meanBy) {
            Object value = inputs.get(name);
            values.add(value == null ? null : String.valueOf(value));
        }
        return Json.write(values);
    }
}
