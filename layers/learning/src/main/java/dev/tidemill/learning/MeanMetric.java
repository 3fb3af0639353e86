package dev.tidemill.learning;

/** Metrics that are a sum over rows divided by another. */
final class MeanMetric implements WeightedMetric {
    private static final double EDGE = 1e-15;

    private final double[] numerators;
    private final double[] denominators;
    private final boolean root;

    MeanMetric(Metric metric, double[] labels, double[] scores) {
        numerators = new double[labels.length];
        denominators = new double[labels.length];
        root = metric == Metric.RMSE;
        for (int i = 0; i < labels.length; i++) {
            numerators[i] = loss(metric, labels[i], scores[i]);
            denominators[i] = metric == Metric.WAPE ? Math.abs(labels[i]) : 1;
        }
    }

    private static double loss(Metric metric, double label, double score) {
        double error = score - label;
        return switch (metric) {
            case LOG_LOSS -> {
                double p = Math.clamp(score, EDGE, 1 - EDGE);
                yield label > 0.5 ? -StrictMath.log(p) : -StrictMath.log1p(-p);
            }
            case BRIER, RMSE -> error * error;
            case ACCURACY -> (score >= 0.5) == (label > 0.5) ? 1 : 0;
            case MAE, WAPE -> Math.abs(error);
            case BIAS -> error;
            case AUC, AVERAGE_PRECISION, CALIBRATION -> throw new IllegalArgumentException(metric + " is no mean");
        };
    }

    @Override
    public double value(int[] counts) {
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i] * numerators[i];
            weight += counts[i] * denominators[i];
        }
        double mean = weight == 0 ? Double.NaN : sum / weight;
        return root ? Math.sqrt(mean) : mean;
    }
}
