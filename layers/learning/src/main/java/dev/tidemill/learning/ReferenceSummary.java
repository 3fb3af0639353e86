package dev.tidemill.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The distribution of every feature over the rows that a model learnt from: what later rows are held against.
 *
 * @param summaryVersion of this shape: 1
 * @param features by name
 */
public record ReferenceSummary(int summaryVersion, Map<String, FeatureSummary> features) {
    /** The version that this code writes and reads. */
    public static final int VERSION = 1;

    private static final int CATEGORIES = 500;
    private static final int FEW = 5;
    private static final int DISTINCT_LIMIT = 100_000;

    public ReferenceSummary {
        features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
    }

    /** Gathers rows; for one thread. */
    public static final class Builder {
        private final Map<String, Gathered> gathered = new LinkedHashMap<>();

        /**
         * @param numeric names whose numbers and booleans are numeric; of five distinct values or less they are compared
         *     as categories
         * @param categorical names whose values are categories
         */
        public Builder(Collection<String> numeric, Collection<String> categorical) {
            numeric.forEach(name -> gathered.put(name, new Gathered(true)));
            categorical.forEach(name -> gathered.put(name, new Gathered(false)));
        }

        /** Takes one row. */
        public void add(Map<String, @Nullable Object> values) {
            gathered.forEach((name, feature) -> feature.add(name, values.get(name)));
        }

        /** The summary of the rows so far. */
        public ReferenceSummary build() {
            Map<String, FeatureSummary> features = new LinkedHashMap<>();
            gathered.forEach((name, feature) -> features.put(name, feature.summary()));
            return new ReferenceSummary(VERSION, features);
        }
    }

    private static final class Gathered {
        private final boolean numeric;
        private final DoubleColumn numbers = new DoubleColumn();
        private final Map<String, Long> counts = new HashMap<>();
        private long rows;
        private long nulls;

        Gathered(boolean numeric) {
            this.numeric = numeric;
        }

        void add(String name, @Nullable Object value) {
            rows++;
            if (value == null) {
                nulls++;
                return;
            }
            String category = Encoder.category(value);
            if (numeric) {
                double number = Encoder.real(name, value);
                numbers.add(number);
                category = Double.toString(number);
            }
            if (counts.size() < DISTINCT_LIMIT || counts.containsKey(category)) {
                counts.merge(category, 1L, Long::sum);
            }
        }

        FeatureSummary summary() {
            boolean byValue = !numeric || counts.size() <= FEW;
            double[] sorted = numbers.values();
            double mean = 0;
            double deviation = 0;
            if (sorted.length > 0) {
                mean = Arrays.stream(sorted).sum() / sorted.length;
                double centre = mean;
                deviation = Math.sqrt(Arrays.stream(sorted)
                                .map(x -> (x - centre) * (x - centre))
                                .sum()
                        / sorted.length);
                Arrays.sort(sorted);
            }
            return new FeatureSummary(
                    byValue ? "categorical" : "numeric",
                    rows,
                    nulls,
                    counts.size(),
                    mean,
                    deviation,
                    byValue ? List.of() : evenly(sorted),
                    byValue ? frequent() : Map.of());
        }

        private static List<Double> evenly(double[] sorted) {
            int size = Math.min(FeatureSummary.SAMPLE, sorted.length);
            List<Double> sample = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                sample.add(sorted[(int) ((i + 0.5) * sorted.length / size)]);
            }
            return sample;
        }

        private Map<String, Long> frequent() {
            Map<String, Long> kept = new LinkedHashMap<>();
            counts.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(CATEGORIES)
                    .forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
            long listed = kept.values().stream().mapToLong(Long::longValue).sum();
            if (rows - nulls > listed) {
                kept.put(FeatureSummary.OTHER, rows - nulls - listed);
            }
            return kept;
        }
    }
}
