package dev.tidemill.learning;

import dev.tidemill.contract.model.GateResult;
import dev.tidemill.contract.project.ProjectSpec.GateSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a new model may replace what there is. The relative improvement is measured on the same rows for both,
 * with a percentile interval from a paired bootstrap that draws whole clusters (Efron and Tibshirani 1993, chapters 8
 * and 13): rows of one cluster are not independent. A gate passes when the whole interval reaches what is required,
 * fails when none of it does, and is undecided otherwise.
 */
public final class Gates {
    /** Passed, with the interval on the right side. */
    public static final String PASS = "pass";

    /** Not reached, with the interval on the wrong side. */
    public static final String FAIL = "fail";

    /** The rows do not tell. */
    public static final String UNDECIDED = "undecided";

    private static final int RESAMPLES = 1000;

    private final int minimumRows;
    private final long seed;

    /**
     * @param minimumRows fewest rows on which a gate decides
     * @param seed of the resampling: the same seed and rows give the same interval
     */
    public Gates(int minimumRows, long seed) {
        this.minimumRows = minimumRows;
        this.seed = seed;
    }

    /**
     * Rows scored by both models.
     *
     * @param labels 0 or 1 for binary problems
     * @param model scores of the new model
     * @param reference scores of the baseline or champion
     * @param clusters what each row is resampled with
     */
    @SuppressWarnings("ArrayRecordComponent") // large, and not compared
    public record Comparison(double[] labels, double[] model, double[] reference, List<String> clusters) {}

    /** A gate against something that does not exist: it passes, saying so. */
    public GateResult withoutReference(GateSpec gate, String reason) {
        return nothingCompared(gate, PASS, 0, reason);
    }

    /** A gate whose reference cannot be compared with: it is undecided, saying why. */
    public GateResult incomparable(GateSpec gate, String reason) {
        return nothingCompared(gate, UNDECIDED, 0, reason);
    }

    /** Decides one gate. */
    public GateResult decide(GateSpec gate, Comparison rows) {
        Metric metric = Metric.of(gate.metric());
        int size = rows.labels().length;
        if (size < Math.max(1, minimumRows)) {
            return nothingCompared(
                    gate,
                    UNDECIDED,
                    size,
                    "only " + size + " rows can be compared with the " + gate.against() + ", of at least "
                            + minimumRows);
        }
        int[] clusterOf = number(rows.clusters());
        int clusters = 1 + java.util.Arrays.stream(clusterOf).max().orElse(-1);
        WeightedMetric model = metric.weighted(rows.labels(), rows.model());
        WeightedMetric reference = metric.weighted(rows.labels(), rows.reference());
        int[] once = new int[size];
        java.util.Arrays.fill(once, 1);
        double modelValue = model.value(once);
        double referenceValue = reference.value(once);
        double improvement = improvement(metric, modelValue, referenceValue);
        double[] resampled = resample(metric, model, reference, clusterOf, clusters);
        double tail = (1 - gate.confidence()) / 2;
        double lower = quantile(resampled, tail);
        double upper = quantile(resampled, 1 - tail);
        double required = required(gate);
        String decision = Double.isNaN(improvement) || clusters < 2 || resampled.length < RESAMPLES / 2
                ? UNDECIDED
                : lower >= required ? PASS : upper < required ? FAIL : UNDECIDED;
        return new GateResult(
                gate.metric(),
                gate.against(),
                decision,
                modelValue,
                referenceValue,
                improvement,
                lower,
                upper,
                gate.confidence(),
                required,
                size,
                clusters,
                reason(gate, decision, modelValue, referenceValue, improvement, lower, upper, required, clusters));
    }

    /** The decision of all gates: any failure fails, any doubt leaves it undecided; no gates pass. */
    public static String decision(List<GateResult> gates) {
        if (gates.stream().anyMatch(gate -> gate.decision().equals(FAIL))) {
            return FAIL;
        }
        return gates.stream().allMatch(gate -> gate.decision().equals(PASS)) ? PASS : UNDECIDED;
    }

    private double[] resample(
            Metric metric, WeightedMetric model, WeightedMetric reference, int[] clusterOf, int clusters) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Double> improvements = new ArrayList<>();
        int[] drawn = new int[clusters];
        int[] counts = new int[clusterOf.length];
        for (int r = 0; r < RESAMPLES; r++) {
            java.util.Arrays.fill(drawn, 0);
            for (int i = 0; i < clusters; i++) {
                drawn[random.nextInt(clusters)]++;
            }
            for (int i = 0; i < counts.length; i++) {
                counts[i] = drawn[clusterOf[i]];
            }
            double improvement = improvement(metric, model.value(counts), reference.value(counts));
            if (!Double.isNaN(improvement)) {
                improvements.add(improvement);
            }
        }
        return improvements.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    /** Relative to the reference, positive when the model is better; NaN where either metric is undefined. */
    static double improvement(Metric metric, double model, double reference) {
        double gain = switch (metric.better()) {
            case LOWER -> reference - model;
            case HIGHER -> model - reference;
            case ZERO -> Math.abs(reference) - Math.abs(model);
        };
        if (gain == 0) {
            return 0;
        }
        return reference == 0 ? Double.NaN : gain / Math.abs(reference);
    }

    private static double required(GateSpec gate) {
        if (gate.betterBy() != null) {
            return gate.betterBy();
        }
        return gate.notWorseBy() == null ? 0 : -gate.notWorseBy();
    }

    private GateResult nothingCompared(GateSpec gate, String decision, long rows, String reason) {
        return new GateResult(
                gate.metric(),
                gate.against(),
                decision,
                null,
                null,
                null,
                null,
                null,
                gate.confidence(),
                required(gate),
                rows,
                0,
                reason);
    }

    private static int[] number(List<String> clusters) {
        Map<String, Integer> numbers = new HashMap<>();
        return clusters.stream()
                .mapToInt(cluster -> {
                    Integer next = numbers.size();
                    Integer earlier = numbers.putIfAbsent(cluster, next);
                    return earlier == null ? next : earlier;
                })
                .toArray();
    }

    private static double quantile(double[] sorted, double p) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double position = p * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    private static @Nullable String because(String decision, int clusters) {
        return clusters < 2 && decision.equals(UNDECIDED) ? "one cluster alone gives no interval" : null;
    }

    private static String reason(
            GateSpec gate,
            String decision,
            double model,
            double reference,
            double improvement,
            double lower,
            double upper,
            double required,
            int clusters) {
        String why = because(decision, clusters);
        if (why != null) {
            return why;
        }
        return String.format(
                Locale.ROOT,
                "%s %.5f against the %s's %.5f: %+.2f%%, %.0f%% interval %+.2f%% to %+.2f%%, required %+.2f%%",
                gate.metric(),
                model,
                gate.against(),
                reference,
                100 * improvement,
                100 * gate.confidence(),
                100 * lower,
                100 * upper,
                100 * required);
    }
}
