package dev.tidemill.load;

import java.util.Arrays;
import java.util.Collection;

/** Order statistics of measured numbers. */
final class Statistics {
    private Statistics() {}

    /**
     * The median; the mean of the middle two of an even number.
     *
     * @throws IllegalArgumentException when there are no numbers
     */
    static double median(Collection<Double> numbers) {
        double[] sorted = sorted(numbers);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * The smallest number that at least a share of all numbers do not exceed (nearest rank).
     *
     * @param share above 0, at most 1
     * @throws IllegalArgumentException when there are no numbers
     */
    static double percentile(Collection<Double> numbers, double share) {
        double[] sorted = sorted(numbers);
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    private static double[] sorted(Collection<Double> numbers) {
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
