package dev.tidemill.client.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * How far predicted probabilities come true, in bins of equal width.
 *
 * @param bins from the lowest; bins without rows are left out
 * @param expectedError expected calibration error (ECE): the mean over all rows of the distance between a bin's mean
 *     probability and its share of true labels, 0 to 1
 */
public record Reliability(List<Bin> bins, double expectedError) {
    /**
     * Rows of similar probability.
     *
     * @param low lower end, included
     * @param high upper end, excluded but for 1
     * @param mean probability of the rows
     * @param share of the rows whose label is true
     * @param rows how many, at least one
     */
    public record Bin(double low, double high, double mean, double share, long rows) {}

    /**
     * The bins of these probabilities.
     *
     * @param scores probabilities from 0 to 1
     * @param bins how many, 2 to 100
     * @throws dev.tidemill.client.TidemillException when a score is no probability or the number of bins is not allowed
     */
    public static Reliability of(Scores scores, int bins) {
        if (bins < 2 || bins > 100) {
            throw Inputs.refused("A calibration plot has " + bins + " bins: 2 to 100 are expected.");
        }
        double[] sums = new double[bins];
        long[] trues = new long[bins];
        long[] rows = new long[bins];
        for (int i = 0; i < scores.size(); i++) {
            double score = scores.score(i);
            if (score < 0 || score > 1) {
                throw Inputs.refused(
                        "Score " + (i + 1) + " is " + score + ": calibration needs probabilities from 0 to 1.");
            }
            int bin = Math.min(bins - 1, (int) (score * bins));
            sums[bin] += score;
            rows[bin]++;
            trues[bin] += scores.label(i) ? 1 : 0;
        }
        List<Bin> filled = new ArrayList<>();
        double error = 0;
        for (int i = 0; i < bins; i++) {
            if (rows[i] > 0) {
                double mean = sums[i] / rows[i];
                double share = (double) trues[i] / rows[i];
                error += Math.abs(mean - share) * rows[i] / scores.size();
                filled.add(new Bin((double) i / bins, (i + 1.0) / bins, mean, share, rows[i]));
            }
        }
        return new Reliability(List.copyOf(filled), error);
    }
}
