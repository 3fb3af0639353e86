package dev.tidemill.learning;

import dev.tidemill.contract.project.ProjectSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Measures scored rows, whole and by slice. */
public final class Evaluation {
    private static final int MAX_SLICES = 50;

    private Evaluation() {}

    /**
     * What was measured.
     *
     * @param metrics by name; NaN where a metric is undefined
     * @param slices by slice column and value; at most 50 values a column, those with most rows
     */
    public record Report(long rows, Map<String, Double> metrics, Map<String, Map<String, Slice>> slices) {}

    /** One slice, measured like the whole. */
    public record Slice(long rows, Map<String, Double> metrics) {}

    /**
     * Every metric of a problem.
     *
     * @param labels 0 or 1 for binary problems
     * @param scores probabilities, or predictions
     */
    public static Map<String, Double> metrics(ProjectSpec.Problem problem, double[] labels, double[] scores) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (Metric metric : Metric.of(problem)) {
            metrics.put(metric.word(), metric.value(labels, scores));
        }
        return metrics;
    }

    /**
     * Measures rows.
     *
     * @param sliceBy names of the table's values to slice by
     * @param rows one a label
     */
    public static Report report(
            ProjectSpec.Problem problem, double[] labels, double[] scores, List<String> sliceBy, InputTable rows) {
        Map<String, Map<String, Slice>> slices = new LinkedHashMap<>();
        for (String column : sliceBy) {
            slices.put(column, slices(problem, labels, scores, column, rows));
        }
        return new Report(labels.length, metrics(problem, labels, scores), slices);
    }

    private static Map<String, Slice> slices(
            ProjectSpec.Problem problem, double[] labels, double[] scores, String column, InputTable rows) {
        Map<String, List<Integer>> members = new TreeMap<>();
        for (int i = 0; i < labels.length; i++) {
            members.computeIfAbsent(String.valueOf(rows.value(column, i)), key -> new ArrayList<>())
                    .add(i);
        }
        Map<String, Slice> slices = new LinkedHashMap<>();
        members.entrySet().stream()
                .sorted((a, b) ->
                        Integer.compare(b.getValue().size(), a.getValue().size()))
                .limit(MAX_SLICES)
                .forEach(entry -> slices.put(
                        entry.getKey(),
                        new Slice(
                                entry.getValue().size(),
                                metrics(problem, pick(labels, entry.getValue()), pick(scores, entry.getValue())))));
        return slices;
    }

    static double[] pick(double[] values, List<Integer> indices) {
        return indices.stream().mapToDouble(i -> values[i]).toArray();
    }
}
