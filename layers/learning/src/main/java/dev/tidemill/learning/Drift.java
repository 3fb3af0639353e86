package dev.tidemill.learning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds the distribution of rows against a reference, feature by feature, by the tests that Evidently takes by default.
 * A reference of at most 1,000 values: Kolmogorov-Smirnov for numeric features, chi-squared for categories, a test of
 * two proportions for two categories; drift is an adjusted p-value of at most the false discovery rate. A larger one:
 * Wasserstein distance over the reference's standard deviation, Jensen-Shannon distance (natural logarithm) for
 * categories; drift is a distance of at least 0.1 whose p-value, adjusted, is also within the rate, so that a small
 * window is not called drifted by chance. P-values are adjusted over all features by Benjamini and Hochberg (1995).
 */
public final class Drift {
    private static final int LARGE = 1000;
    private static final double DISTANCE = 0.1;
    private static final double LEAST_DEVIATION = 0.001;

    private Drift() {}

    /**
     * What was found of one feature.
     *
     * @param test {@code ks}, {@code chi2}, {@code z}, {@code wasserstein}, {@code jensenshannon}, or {@code none} when
     *     either side has no value
     * @param statistic of the test; 0 for {@code none}
     * @param threshold from which the statistic counts (a distance), or the rate that the p-value is held to
     * @param pValue of the hypothesis that nothing changed; 1 for {@code none}
     * @param adjusted p-value adjusted for the number of features
     * @param unseenShare share of present current rows whose category the reference lacks; null for numeric features
     */
    public record FeatureDrift(
            String feature,
            String kind,
            String test,
            double statistic,
            double threshold,
            double pValue,
            double adjusted,
            boolean drifted,
            long referenceRows,
            long currentRows,
            double referenceNullShare,
            double currentNullShare,
            @Nullable Double unseenShare) {
        FeatureDrift decided(double adjustedValue, boolean isDrifted) {
            return new FeatureDrift(
                    feature,
                    kind,
                    test,
                    statistic,
                    threshold,
                    pValue,
                    adjustedValue,
                    isDrifted,
                    referenceRows,
                    currentRows,
                    referenceNullShare,
                    currentNullShare,
                    unseenShare);
        }
    }

    /**
     * What was found of all.
     *
     * @param features in the reference's order
     * @param driftedShare of the features; 0 when there are none
     */
    public record Report(List<FeatureDrift> features, double driftedShare) {
        public Report {
            features = List.copyOf(features);
        }
    }

    /**
     * Compares summaries of the same features. A numeric feature is compared by what the reference is: as categories when
     * that had few values.
     *
     * @param rate the false discovery rate, such as 0.05
     */
    public static Report compare(ReferenceSummary reference, ReferenceSummary current, double rate) {
        List<FeatureDrift> tested = new ArrayList<>();
        for (Map.Entry<String, FeatureSummary> entry : reference.features().entrySet()) {
            FeatureSummary now = current.features().get(entry.getKey());
            if (now != null) {
                tested.add(test(entry.getKey(), entry.getValue(), now, rate));
            }
        }
        double[] adjusted =
                adjust(tested.stream().mapToDouble(FeatureDrift::pValue).toArray());
        List<FeatureDrift> decided = new ArrayList<>();
        for (int i = 0; i < adjusted.length; i++) {
            FeatureDrift feature = tested.get(i);
            boolean isDistance =
                    feature.test().equals("wasserstein") || feature.test().equals("jensenshannon");
            boolean drifted = !feature.test().equals("none")
                    && adjusted[i] <= rate
                    && (!isDistance || feature.statistic() >= feature.threshold());
            decided.add(feature.decided(adjusted[i], drifted));
        }
        long drifted = decided.stream().filter(FeatureDrift::drifted).count();
        return new Report(decided, decided.isEmpty() ? 0 : (double) drifted / decided.size());
    }

    private static FeatureDrift test(String name, FeatureSummary reference, FeatureSummary current, double rate) {
        boolean numeric = reference.kind().equals("numeric");
        Double unseen = numeric ? null : unseenShare(reference, current);
        Outcome outcome;
        if (reference.present() == 0 || current.present() == 0) {
            outcome = new Outcome("none", 0, 0, 1);
        } else if (numeric) {
            outcome = numeric(reference, values(current), rate);
        } else {
            outcome = categorical(reference, counts(current), rate);
        }
        return new FeatureDrift(
                name,
                reference.kind(),
                outcome.test,
                outcome.statistic,
                outcome.threshold,
                outcome.pValue,
                1,
                false,
                reference.rows(),
                current.rows(),
                reference.nullShare(),
                current.nullShare(),
                unseen);
    }

    private record Outcome(String test, double statistic, double threshold, double pValue) {}

    private static Outcome numeric(FeatureSummary reference, double[] current, double rate) {
        double[] sample = values(reference);
        double distance = Distributions.kolmogorovSmirnov(sample, current);
        double p = Distributions.kolmogorovSmirnovP(distance, sample.length, current.length);
        if (reference.present() <= LARGE) {
            return new Outcome("ks", distance, rate, p);
        }
        double shift =
                Distributions.wasserstein(sample, current) / Math.max(reference.standardDeviation(), LEAST_DEVIATION);
        return new Outcome("wasserstein", shift, DISTANCE, p);
    }

    private static Outcome categorical(FeatureSummary reference, Map<String, Long> current, double rate) {
        Set<String> categories = new TreeSet<>(reference.counts().keySet());
        categories.addAll(current.keySet());
        double[] before = new double[categories.size()];
        double[] now = new double[categories.size()];
        int i = 0;
        for (String category : categories) {
            before[i] = reference.counts().getOrDefault(category, 0L);
            now[i++] = current.getOrDefault(category, 0L);
        }
        if (reference.present() <= LARGE && categories.size() == 2) {
            return new Outcome(
                    "z", Distributions.twoProportionsZ(before, now), rate, Distributions.twoProportionsP(before, now));
        }
        double p = Distributions.chiSquaredP(before, now);
        return reference.present() <= LARGE
                ? new Outcome("chi2", Distributions.chiSquared(before, now), rate, p)
                : new Outcome("jensenshannon", Distributions.jensenShannon(before, now), DISTANCE, p);
    }

    /** Numbers of a summary; one of few values is spelled out from its counts. */
    private static double[] values(FeatureSummary summary) {
        if (summary.kind().equals("numeric")) {
            return summary.sample().stream().mapToDouble(Double::doubleValue).toArray();
        }
        double scale = Math.max(1.0, (double) summary.present() / FeatureSummary.SAMPLE);
        return summary.counts().entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> Double.parseDouble(entry.getKey())))
                .flatMapToDouble(
                        entry -> java.util.stream.DoubleStream.generate(() -> Double.parseDouble(entry.getKey()))
                                .limit(Math.round(entry.getValue() / scale)))
                .toArray();
    }

    private static Map<String, Long> counts(FeatureSummary summary) {
        if (summary.kind().equals("categorical")) {
            return summary.counts();
        }
        Map<String, Long> counts = new java.util.TreeMap<>();
        double each = (double) summary.present() / summary.sample().size();
        Map<String, Integer> seen = new java.util.TreeMap<>();
        summary.sample().forEach(value -> seen.merge(Double.toString(value), 1, Integer::sum));
        seen.forEach((value, number) -> counts.put(value, Math.max(1, Math.round(number * each))));
        return counts;
    }

    private static double unseenShare(FeatureSummary reference, FeatureSummary current) {
        Map<String, Long> now = counts(current);
        long total = now.values().stream().mapToLong(Long::longValue).sum();
        long unseen = now.entrySet().stream()
                .filter(entry -> !reference.counts().containsKey(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return total == 0 ? 0 : (double) unseen / total;
    }

    /** Adjusted p-values by Benjamini and Hochberg, in the order of the given ones. */
    static double[] adjust(double[] p) {
        Integer[] order = new Integer[p.length];
        for (int i = 0; i < p.length; i++) {
            order[i] = i;
        }
        java.util.Arrays.sort(order, Comparator.comparingDouble(i -> p[i]));
        double[] adjusted = new double[p.length];
        double least = 1;
        for (int rank = p.length; rank >= 1; rank--) {
            int i = order[rank - 1];
            least = Math.min(least, p[i] * p.length / rank);
            adjusted[i] = least;
        }
        return adjusted;
    }
}
