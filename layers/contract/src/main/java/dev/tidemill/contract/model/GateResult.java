package dev.tidemill.contract.model;

import org.jspecify.annotations.Nullable;

/**
 * What one gate decided, with the interval it rests on.
 *
 * @param decision {@code pass}, {@code fail} or {@code undecided}
 * @param model the metric of the new model; null when nothing was compared
 * @param reference the metric of the baseline or champion; null when nothing was compared
 * @param improvement relative improvement of the new model, positive when better; null when nothing was compared
 * @param lower lower end of the improvement's interval
 * @param upper upper end of the improvement's interval
 * @param confidence of the interval, such as 0.9
 * @param required the least improvement that passes (negative for "not worse by")
 * @param rows rows compared
 * @param clusters clusters resampled
 * @param reason in words, naming what was compared
 */
public record GateResult(
        String metric,
        String against,
        String decision,
        @Nullable Double model,
        @Nullable Double reference,
        @Nullable Double improvement,
        @Nullable Double lower,
        @Nullable Double upper,
        double confidence,
        double required,
        long rows,
        long clusters,
        String reason) {}
