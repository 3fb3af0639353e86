package dev.tidemill.learning;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a value was distributed over some rows, small enough to be kept with a model.
 *
 * @param kind {@code numeric}: compared by the sample; {@code categorical}: by the counts
 * @param rows all rows
 * @param nulls rows without a value
 * @param distinct values told apart; counted up to 100,000
 * @param mean 0 for categorical values and where there is none
 * @param standardDeviation of the rows as a population; 0 where {@code mean} is
 * @param sample values at evenly spaced ranks, in order, at most 1,000; empty for categorical values
 * @param counts rows by value, the 500 most frequent and {@code (other)}; empty for numeric values
 */
public record FeatureSummary(
        String kind,
        long rows,
        long nulls,
        int distinct,
        double mean,
        double standardDeviation,
        List<Double> sample,
        Map<String, Long> counts) {
    /** Values kept of a numeric feature. */
    public static final int SAMPLE = 1000;

    /** The word for the values beyond the most frequent ones. */
    public static final String OTHER = "(other)";

    public FeatureSummary {
        sample = List.copyOf(sample);
        counts = java.util.Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    /** Rows that have a value. */
    public long present() {
        return rows - nulls;
    }

    /** Share of rows without a value; 0 when there are no rows. */
    public double nullShare() {
        return rows == 0 ? 0 : (double) nulls / rows;
    }
}
