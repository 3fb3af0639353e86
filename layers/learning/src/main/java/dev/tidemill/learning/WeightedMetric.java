package dev.tidemill.learning;

/** A metric of fixed rows as a function of how often each of them counts. */
@FunctionalInterface
interface WeightedMetric {
    /**
     * @param counts not negative, one a row
     * @return NaN where the metric is undefined
     */
    double value(int[] counts);
}
