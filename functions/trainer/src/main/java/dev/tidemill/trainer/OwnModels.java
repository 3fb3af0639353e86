package dev.tidemill.trainer;

import dev.tidemill.learning.EncodedRows;
import java.util.List;
import java.util.Map;

/** Makes models otherwise than by Tidemill's own trainer: by code of the reader's. */
@FunctionalInterface
public interface OwnModels {
    /**
     * Trains on encoded rows.
     *
     * @param columns names of the encoded columns
     * @param labels of the training rows: 0 or 1 for binary problems
     * @param validationLabels of the validation rows
     */
    Made train(
            List<String> columns,
            EncodedRows training,
            double[] labels,
            EncodedRows validation,
            double[] validationLabels);

    /**
     * A trained model.
     *
     * @param protobuf in Tribuo's protobuf, as {@link dev.tidemill.learning.TribuoScorer} reads it
     * @param params what is to be logged of how it was made
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once
    record Made(byte[] protobuf, Map<String, String> params) {}
}
