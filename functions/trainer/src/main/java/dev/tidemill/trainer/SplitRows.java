package dev.tidemill.trainer;

import dev.tidemill.learning.EncodedRows;
import dev.tidemill.learning.Encoder;
import dev.tidemill.learning.InputTable;
import dev.tidemill.learning.LookedUp;
import dev.tidemill.learning.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of one split, in order. Filled by one thread, then only read. */
final class SplitRows {
    private final InputTable inputs;
    private final List<Example> examples = new ArrayList<>();
    private double[] labels = new double[1024];
    private int size;

    /**
     * @param names of the values that are kept of each row
     */
    SplitRows(Iterable<String> names) {
        this.inputs = new InputTable(names);
    }

    /** A row as it was asked, for the models that answer it again. */
    record Example(Request request, Map<String, LookedUp> features) {}

    void add(Map<String, @Nullable Object> values, double label) {
        if (size == labels.length) {
            labels = Arrays.copyOf(labels, size * 2);
        }
        labels[size++] = label;
        inputs.add(values);
    }

    void keep(Example example) {
        examples.add(example);
    }

    int size() {
        return size;
    }

    InputTable inputs() {
        return inputs;
    }

    /** The rows as they were asked; empty for the splits that nothing answers again. */
    List<Example> examples() {
        return examples;
    }

    double[] labels() {
        return Arrays.copyOf(labels, size);
    }

    float[] floatLabels() {
        float[] narrow = new float[size];
        for (int i = 0; i < size; i++) {
            narrow[i] = (float) labels[i];
        }
        return narrow;
    }

    /** Encodes every row as training does. */
    EncodedRows encode(Encoder encoder) {
        EncodedRows encoded = new EncodedRows(encoder.columnNames().size());
        for (int i = 0; i < size; i++) {
            encoded.add(encoder.encodeSplit(inputs.row(i)));
        }
        return encoded;
    }
}
