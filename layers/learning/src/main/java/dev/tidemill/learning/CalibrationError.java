package dev.tidemill.learning;

/** Expected calibration error over ten bins of equal width. */
final class CalibrationError implements WeightedMetric {
    private static final int BINS = 10;

    private final double[] labels;
    private final double[] scores;
    private final int[] bins;

    CalibrationError(double[] labels, double[] scores) {
        this.labels = labels;
        this.scores = scores;
        bins = new int[scores.length];
        for (int i = 0; i < bins.length; i++) {
            bins[i] = Math.clamp((int) (scores[i] * BINS), 0, BINS - 1);
        }
    }

    @Override
    public double value(int[] counts) {
        double[] difference = new double[BINS];
        double rows = 0;
        for (int i = 0; i < counts.length; i++) {
            difference[bins[i]] += counts[i] * (scores[i] - labels[i]);
            rows += counts[i];
        }
        double sum = 0;
        for (double bin : difference) {
            sum += Math.abs(bin);
        }
        return rows == 0 ? Double.NaN : sum / rows;
    }
}
