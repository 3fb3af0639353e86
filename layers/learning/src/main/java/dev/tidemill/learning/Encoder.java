package dev.tidemill.learning;

import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a model's inputs into the row of floats that it sees. Columns stand at fixed places; nothing is looked up by a
 * library's feature name. A missing value is NaN, 0.0 is a value; of the columns of a categorical input only the one of
 * its category holds a value (1.0). Immutable.
 */
public final class Encoder {
    private final EncoderState state;
    private final List<String> columnNames;
    private final List<Map<String, Integer>> categoryColumns;
    private final int[] otherColumns;

    /**
     * @throws ProblemException {@code UNKNOWN_FORMAT} for a state of a version that this code does not know
     */
    public Encoder(EncoderState state) {
        if (state.encoderVersion() != EncoderState.VERSION) {
            throw new ProblemException(
                    "UNKNOWN_FORMAT",
                    "Encoder version " + state.encoderVersion() + " is not known; expected " + EncoderState.VERSION
                            + ".");
        }
        this.state = state;
        List<String> names = new ArrayList<>();
        for (EncoderState.Numeric input : state.numeric()) {
            names.add(input.name());
            if (input.indicator()) {
                names.add(input.name() + ".missing");
            }
        }
        this.categoryColumns = new ArrayList<>();
        this.otherColumns = new int[state.categorical().size()];
        for (int i = 0; i < otherColumns.length; i++) {
            EncoderState.Categorical input = state.categorical().get(i);
            Map<String, Integer> columns = new HashMap<>();
            for (String value : input.values()) {
                columns.put(value, names.size());
                names.add(input.name() + "=" + value);
            }
            categoryColumns.add(columns);
            otherColumns[i] = input.unseen().equals("other") ? names.size() : -1;
            if (otherColumns[i] >= 0) {
                names.add(input.name() + "=(other)");
            }
        }
        this.columnNames = List.copyOf(names);
    }

    /** What was learnt. */
    public EncoderState state() {
        return state;
    }

    /** Names of the columns in order, such as {@code distance} and {@code carrier=UA}, for people. */
    public List<String> columnNames() {
        return columnNames;
    }

    /**
     * Encodes a row.
     *
     * @param inputs value by name: Long, Double or Boolean for numeric inputs; null where missing
     * @throws ProblemException {@code UNSEEN_CATEGORY} where the input rejects unseen values
     */
    public float[] encode(Map<String, @Nullable Object> inputs) {
        return encode(inputs, true);
    }

    /** Encodes a row of a training, validation or test split: a value to be rejected counts as missing. */
    public float[] encodeSplit(Map<String, @Nullable Object> inputs) {
        return encode(inputs, false);
    }

    /** Names of the categorical inputs whose value has no column of its own; null values do not count. */
    public List<String> unseen(Map<String, @Nullable Object> inputs) {
        List<String> unseen = new ArrayList<>();
        for (int i = 0; i < otherColumns.length; i++) {
            Object value = inputs.get(state.categorical().get(i).name());
            if (value != null && !categoryColumns.get(i).containsKey(category(value))) {
                unseen.add(state.categorical().get(i).name());
            }
        }
        return unseen;
    }

    private float[] encode(Map<String, @Nullable Object> inputs, boolean rejecting) {
        float[] row = new float[columnNames.size()];
        Arrays.fill(row, Float.NaN);
        int column = 0;
        for (EncoderState.Numeric input : state.numeric()) {
            Object value = inputs.get(input.name());
            if (value != null) {
                row[column] = number(input.name(), value);
            } else if (input.impute() != null) {
                row[column] = narrowed(input.impute());
            }
            column++;
            if (input.indicator()) {
                row[column++] = value == null ? 1f : 0f;
            }
        }
        for (int i = 0; i < otherColumns.length; i++) {
            encodeCategory(i, inputs.get(state.categorical().get(i).name()), row, rejecting);
        }
        return row;
    }

    private void encodeCategory(int index, @Nullable Object value, float[] row, boolean rejecting) {
        if (value == null) {
            return;
        }
        EncoderState.Categorical input = state.categorical().get(index);
        Integer known = categoryColumns.get(index).get(category(value));
        if (known != null) {
            row[known] = 1f;
        } else if (otherColumns[index] >= 0) {
            row[otherColumns[index]] = 1f;
        } else if (rejecting && input.unseen().equals("reject")) {
            throw new ProblemException(
                    "UNSEEN_CATEGORY",
                    "Input '" + input.name() + "' has a value that training did not see.",
                    List.of(new Problem.Detail(
                            input.name(),
                            category(value),
                            "one of the " + input.values().size() + " values seen in training, such as "
                                    + String.join(
                                            ", ",
                                            input.values()
                                                    .subList(
                                                            0,
                                                            Math.min(
                                                                    5,
                                                                    input.values()
                                                                            .size()))))));
        }
    }

    /** A category's text: what is counted in training is what is matched in serving. */
    static String category(Object value) {
        return String.valueOf(value);
    }

    /**
     * A numeric input's value; booleans are 1 and 0.
     *
     * @throws ProblemException {@code NOT_NUMERIC} when it is neither number nor boolean
     */
    static double real(String name, Object value) {
        return switch (value) {
            case Boolean flag -> flag ? 1 : 0;
            case Number number -> number.doubleValue();
            default ->
                throw new ProblemException(
                        "NOT_NUMERIC",
                        "Numeric input '" + name + "' is no number.",
                        List.of(new Problem.Detail(name, String.valueOf(value), "a number or a boolean")));
        };
    }

    private static float number(String name, Object value) {
        return narrowed(real(name, value));
    }

    /** To 32 bits, the greatest finite ones where it does not fit, because the trees take no infinity. */
    private static float narrowed(double value) {
        return Math.clamp((float) value, -Float.MAX_VALUE, Float.MAX_VALUE);
    }
}
