package dev.tidemill.load;

import org.jspecify.annotations.Nullable;

/**
 * One line of the figures.
 *
 * @param part what it belongs to, a word of {@link Part}
 * @param what was measured, and on which side
 * @param value the figure; the median when there were several runs
 * @param spread of the single latencies; null where there are none
 * @param cpu processor time of the work; null where it cannot be had
 * @param runs how often it was measured
 * @param note what a reader has to know beside it; empty when nothing
 */
record Figure(
        String part,
        String what,
        Quantity value,
        @Nullable Spread spread,
        @Nullable Quantity cpu,
        int runs,
        String note) {
    /**
     * A number with its unit.
     *
     * @param unit such as {@code s} or {@code rows/s}
     */
    record Quantity(double value, String unit) {
        static Quantity seconds(double value) {
            return new Quantity(value, "s");
        }
    }

    /**
     * How single calls were spread, in milliseconds.
     *
     * @param p50Ms the median
     * @param p99Ms the 99th percentile
     */
    record Spread(double p50Ms, double p99Ms) {}

    static Figure of(Part part, String what, Quantity value, @Nullable Quantity cpu, int runs, String note) {
        return new Figure(part.word(), what, value, null, cpu, runs, note);
    }

    static Figure spread(
            Part part, String what, Quantity value, Spread spread, @Nullable Quantity cpu, int runs, String note) {
        return new Figure(part.word(), what, value, spread, cpu, runs, note);
    }
}
