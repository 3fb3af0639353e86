package dev.tidemill.learning;

import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.util.Arrays;
import java.util.List;

/** What a model is measured by. Names are those of {@code project.yaml}. */
public enum Metric {
    /** Mean of -ln of the probability given to what happened; probabilities are kept 1e-15 away from 0 and 1. */
    LOG_LOSS("log-loss", ProjectSpec.Problem.BINARY, Better.LOWER),
    /** Mean squared difference of probability and outcome (Brier 1950). */
    BRIER("brier", ProjectSpec.Problem.BINARY, Better.LOWER),
    /** Area under the ROC curve: the chance that a positive row scores above a negative one, ties counting half. */
    AUC("auc", ProjectSpec.Problem.BINARY, Better.HIGHER),
    /** Sum over thresholds of precision times the gain in recall, rows of equal score taken together. */
    AVERAGE_PRECISION("average-precision", ProjectSpec.Problem.BINARY, Better.HIGHER),
    /** Expected calibration error: |mean probability - share of positives| over ten equal-width bins, by rows. */
    CALIBRATION("calibration", ProjectSpec.Problem.BINARY, Better.LOWER),
    /** Share of rows whose probability lies on the side of one half that happened. */
    ACCURACY("accuracy", ProjectSpec.Problem.BINARY, Better.HIGHER),
    /** Mean absolute error, in units of the label. */
    MAE("mae", ProjectSpec.Problem.REGRESSION, Better.LOWER),
    /** Root of the mean squared error, in units of the label. */
    RMSE("rmse", ProjectSpec.Problem.REGRESSION, Better.LOWER),
    /** Sum of absolute errors over the sum of absolute labels. */
    WAPE("wape", ProjectSpec.Problem.REGRESSION, Better.LOWER),
    /** Mean of prediction minus label, in units of the label; best at zero. */
    BIAS("bias", ProjectSpec.Problem.REGRESSION, Better.ZERO);

    /** Which values are better. */
    public enum Better {
        LOWER,
        HIGHER,
        ZERO
    }

    private final String word;
    private final ProjectSpec.Problem problem;
    private final Better better;

    Metric(String word, ProjectSpec.Problem problem, Better better) {
        this.word = word;
        this.problem = problem;
        this.better = better;
    }

    /** The name in {@code project.yaml} and in records. */
    public String word() {
        return word;
    }

    /** Which values are better. */
    public Better better() {
        return better;
    }

    /** The metrics of a problem; empty for problems that are not built. */
    public static List<Metric> of(ProjectSpec.Problem problem) {
        return Arrays.stream(values()).filter(m -> m.problem == problem).toList();
    }

    /**
     * @throws ProblemException {@code UNKNOWN_METRIC} when no metric has this name
     */
    public static Metric of(String word) {
        return Arrays.stream(values())
                .filter(m -> m.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        "UNKNOWN_METRIC",
                        "There is no metric '" + word + "'.",
                        List.of(new Problem.Detail(
                                "metric",
                                word,
                                "one of "
                                        + String.join(
                                                ", ",
                                                Arrays.stream(values())
                                                        .map(Metric::word)
                                                        .toList())))));
    }

    /**
     * The metric of scored rows; NaN where it is undefined: no rows, rows of one class for {@code auc}, no positive row
     * for {@code average-precision}, labels that are all zero for {@code wape}.
     *
     * @param labels 0 or 1 for binary metrics
     * @param scores probabilities, or predictions
     */
    public double value(double[] labels, double[] scores) {
        int[] once = new int[labels.length];
        Arrays.fill(once, 1);
        return weighted(labels, scores).value(once);
    }

    /** The metric as a function of how often each row counts, for resampling. */
    WeightedMetric weighted(double[] labels, double[] scores) {
        if (labels.length != scores.length) {
            throw new IllegalArgumentException(labels.length + " labels, " + scores.length + " scores");
        }
        return switch (this) {
            case AUC -> new RankMetric(labels, scores, true);
            case AVERAGE_PRECISION -> new RankMetric(labels, scores, false);
            case CALIBRATION -> new CalibrationError(labels, scores);
            default -> new MeanMetric(this, labels, scores);
        };
    }
}
