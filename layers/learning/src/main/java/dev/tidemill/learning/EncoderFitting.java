package dev.tidemill.learning;

import dev.tidemill.contract.project.ProjectSpec.InputsSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Learns an {@link EncoderState} from training rows, and from those alone. For one thread. */
public final class EncoderFitting {
    private final InputsSpec spec;
    private final Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
    private final Map<String, DoubleColumn> numbers = new LinkedHashMap<>();

    public EncoderFitting(InputsSpec spec) {
        this.spec = spec;
        spec.categorical().columns().forEach(name -> counts.put(name, new LinkedHashMap<>()));
        spec.numeric().forEach(name -> numbers.put(name, new DoubleColumn()));
    }

    /**
     * Takes one training row.
     *
     * @param inputs value by name; null where missing
     */
    public void add(Map<String, @Nullable Object> inputs) {
        counts.forEach((name, seen) -> {
            Object value = inputs.get(name);
            if (value != null) {
                seen.merge(Encoder.category(value), 1, Integer::sum);
            }
        });
        if (spec.missing().impute() != null) {
            numbers.forEach((name, column) -> {
                Object value = inputs.get(name);
                if (value != null) {
                    column.add(Encoder.real(name, value));
                }
            });
        }
    }

    /**
     * What was learnt of the rows so far. Categories seen less than {@code min-count} times have no column, nor have
     * those beyond {@code max-values}; equal counts are ordered by text. An input without any value is imputed by 0.
     */
    public EncoderState fit() {
        List<EncoderState.Numeric> numeric = new ArrayList<>();
        for (String name : spec.numeric()) {
            numeric.add(
                    new EncoderState.Numeric(name, impute(name), spec.missing().indicator()));
        }
        List<EncoderState.Categorical> categorical = new ArrayList<>();
        for (String name : spec.categorical().columns()) {
            categorical.add(new EncoderState.Categorical(
                    name, frequent(name), spec.categorical().unseen()));
        }
        return new EncoderState(EncoderState.VERSION, numeric, categorical);
    }

    private List<String> frequent(String name) {
        return counts.getOrDefault(name, Map.of()).entrySet().stream()
                .filter(entry -> entry.getValue() >= spec.categorical().minCount())
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(spec.categorical().maxValues())
                .map(Map.Entry::getKey)
                .toList();
    }

    private @Nullable Double impute(String name) {
        String rule = spec.missing().impute();
        if (rule == null) {
            return null;
        }
        double[] values = numbers.getOrDefault(name, new DoubleColumn()).values();
        if (values.length == 0) {
            return 0.0;
        }
        if (rule.equals("mean")) {
            return Arrays.stream(values).sum() / values.length;
        }
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
