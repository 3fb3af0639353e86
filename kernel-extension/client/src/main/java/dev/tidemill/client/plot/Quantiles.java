package dev.tidemill.client.plot;

import java.util.Arrays;

/**
 * A distribution in five numbers, in the unit of its values.
 *
 * @param p05 twentieth part from below
 * @param p25 quarter from below
 * @param p75 quarter from above
 * @param p95 twentieth part from above
 * @param count how many values it stands for
 */
public record Quantiles(double p05, double p25, double median, double p75, double p95, long count) {
    /**
     * Of these values, by linear interpolation between the nearest ranks (Hyndman and Fan's type 7, as in R and NumPy).
     *
     * @param values finite, at least one, in any order
     */
    public static Quantiles of(double[] values) {
        if (values.length == 0) {
            throw Inputs.refused("There are no values: quantiles need at least one.");
        }
        Inputs.finite(values, "values");
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Quantiles(
                at(sorted, 0.05), at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75), at(sorted, 0.95), sorted.length);
    }

    static double at(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
