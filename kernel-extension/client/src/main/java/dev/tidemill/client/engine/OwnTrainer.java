package dev.tidemill.client.engine;

import java.util.List;
import java.util.Map;

/**
 * A trainer of the reader's own, which makes the model of a training on this machine in place of boosted trees. It is
 * given what Tidemill's trainer would be given: the rows after the project's encoders. Called in a thread of the
 * training's; what it throws ends the training.
 */
@FunctionalInterface
public interface OwnTrainer {
    /**
     * Trains.
     *
     * @param validation rows for choices such as when to stop; not those that the gates measure
     * @return a model in Tribuo's protobuf, whose features are named {@code c000000}, {@code c000001} and so on after the
     *     columns; of a binary problem with labels {@code true} and {@code false} and probabilities
     */
    byte[] train(EncodedRows training, EncodedRows validation);

    /** What is tracked of how the model was made, by name; asked for after training. */
    default Map<String, String> params() {
        return Map.of();
    }

    /**
     * Encoded rows with their labels.
     *
     * @param columns names of the encoded columns, such as {@code carrier=UA}
     * @param rows a row's values by column, NaN where one is missing
     * @param labels a row's label: of a binary problem 1 for positive, else 0
     */
    @SuppressWarnings("ArrayRecordComponent") // large, and not compared
    record EncodedRows(List<String> columns, float[][] rows, double[] labels) {
        public EncodedRows {
            columns = List.copyOf(columns);
        }
    }
}
