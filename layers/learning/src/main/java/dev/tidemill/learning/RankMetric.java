package dev.tidemill.learning;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Metrics of the order of scores; rows are sorted once, from the highest score down. */
final class RankMetric implements WeightedMetric {
    private final int[] order;
    private final boolean[] positive;
    private final boolean[] endsGroup;
    private final boolean roc;

    RankMetric(double[] labels, double[] scores, boolean roc) {
        this.roc = roc;
        order = IntStream.range(0, scores.length)
                .boxed()
                .sorted((a, b) -> Double.compare(scores[b], scores[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        positive = new boolean[order.length];
        endsGroup = new boolean[order.length];
        Arrays.fill(endsGroup, true);
        for (int i = 0; i < order.length; i++) {
            positive[i] = labels[order[i]] > 0.5;
            if (i > 0 && scores[order[i]] == scores[order[i - 1]]) {
                endsGroup[i - 1] = false;
            }
        }
    }

    @Override
    public double value(int[] counts) {
        return roc ? roc(counts) : precision(counts);
    }

    private double roc(int[] counts) {
        double positives = 0;
        double negatives = 0;
        double groupPositives = 0;
        double groupNegatives = 0;
        double area = 0;
        for (int i = 0; i < order.length; i++) {
            if (positive[i]) {
                groupPositives += counts[order[i]];
            } else {
                groupNegatives += counts[order[i]];
            }
            if (endsGroup[i]) {
                area += groupNegatives * (positives + groupPositives / 2);
                positives += groupPositives;
                negatives += groupNegatives;
                groupPositives = 0;
                groupNegatives = 0;
            }
        }
        return positives == 0 || negatives == 0 ? Double.NaN : area / (positives * negatives);
    }

    private double precision(int[] counts) {
        double positives = 0;
        double rows = 0;
        double groupPositives = 0;
        double sum = 0;
        for (int i = 0; i < order.length; i++) {
            rows += counts[order[i]];
            if (positive[i]) {
                groupPositives += counts[order[i]];
            }
            if (endsGroup[i]) {
                positives += groupPositives;
                if (groupPositives > 0) {
                    sum += groupPositives * positives / rows;
                }
                groupPositives = 0;
            }
        }
        return positives == 0 ? Double.NaN : sum / positives;
    }
}
