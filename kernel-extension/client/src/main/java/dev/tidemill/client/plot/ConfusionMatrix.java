package dev.tidemill.client.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * How often each class was taken for each.
 *
 * @param classes in the order of rows and columns
 * @param counts a row for each actual class, in it a count for each predicted one
 */
public record ConfusionMatrix(List<String> classes, List<List<Long>> counts) {
    /** Copies its lists. */
    public ConfusionMatrix {
        classes = List.copyOf(classes);
        counts = counts.stream().map(List::copyOf).toList();
    }

    /**
     * Of two classes, {@code false} and {@code true}.
     *
     * @param threshold rows whose score is at least this are predicted true
     */
    public static ConfusionMatrix of(Scores scores, double threshold) {
        Inputs.finite(threshold, "threshold", 1);
        long[][] counts = new long[2][2];
        for (int i = 0; i < scores.size(); i++) {
            counts[scores.label(i) ? 1 : 0][scores.score(i) >= threshold ? 1 : 0]++;
        }
        return of(List.of("false", "true"), counts);
    }

    /**
     * Of the classes that occur, in the order of the alphabet.
     *
     * @param actual class of each row
     * @param predicted class of the same rows
     * @throws dev.tidemill.client.TidemillException when the lengths differ or there is no row
     */
    public static ConfusionMatrix of(List<String> actual, List<String> predicted) {
        if (actual.size() != predicted.size()) {
            throw Inputs.refused("There are " + actual.size() + " actual and " + predicted.size()
                    + " predicted classes: each row needs both.");
        }
        if (actual.isEmpty()) {
            throw Inputs.refused("There are no rows: a confusion matrix needs at least one.");
        }
        TreeSet<String> names = new TreeSet<>(actual);
        names.addAll(predicted);
        List<String> classes = List.copyOf(names);
        long[][] counts = new long[classes.size()][classes.size()];
        for (int i = 0; i < actual.size(); i++) {
            counts[names.headSet(actual.get(i)).size()][
                    names.headSet(predicted.get(i)).size()]++;
        }
        return of(classes, counts);
    }

    private static ConfusionMatrix of(List<String> classes, long[][] counts) {
        List<List<Long>> rows = new ArrayList<>();
        for (long[] row : counts) {
            rows.add(java.util.Arrays.stream(row).boxed().toList());
        }
        return new ConfusionMatrix(classes, rows);
    }

    /** Share of the rows that were predicted right, 0 to 1. */
    public double accuracy() {
        long right = 0;
        for (int i = 0; i < classes.size(); i++) {
            right += counts.get(i).get(i);
        }
        return (double) right / Math.max(1, rows());
    }

    /** Share of the predictions of a class that were right, by its place; NaN when it was never predicted. */
    public double precision(int place) {
        long predicted = counts.stream().mapToLong(row -> row.get(place)).sum();
        return predicted == 0 ? Double.NaN : (double) counts.get(place).get(place) / predicted;
    }

    /** Share of the rows of a class that were found, by its place; NaN when it has no rows. */
    public double recall(int place) {
        long actual = actual(place);
        return actual == 0 ? Double.NaN : (double) counts.get(place).get(place) / actual;
    }

    /** All rows counted. */
    public long rows() {
        return counts.stream().flatMap(List::stream).mapToLong(Long::longValue).sum();
    }

    long actual(int place) {
        return counts.get(place).stream().mapToLong(Long::longValue).sum();
    }
}
