package dev.tidemill.columnar;

import dev.tidemill.contract.model.ModelManifest.DataPin;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * A materialised training set. Its columns are the request's, its time, {@code view.feature} for each view, then
 * {@value #LABEL}, {@value #LABEL_AVAILABLE_AT} and {@value #SPLIT}; its rows are ordered by time and key.
 *
 * @param file Parquet in the sandbox
 * @param sha256 of the file
 * @param asOf the time up to which labels count
 * @param cutOff latest label availability of any training or validation row
 * @param validationFrom prediction time of the first validation row
 * @param testFrom prediction time of the first test row
 * @param testTo prediction time of the last test row
 * @param data what was read of each dataset
 * @param features the {@code view.feature} columns in order
 */
public record TrainingSet(
        Path file,
        String sha256,
        Instant asOf,
        Instant cutOff,
        Instant validationFrom,
        Instant testFrom,
        Instant testTo,
        Counts counts,
        Map<String, DataPin> data,
        List<String> features) {
    /** Column of the label's value, as the project's SQL returns it; a number in a regression. */
    public static final String LABEL = "label";

    /** Column of the time at which the label became available. */
    public static final String LABEL_AVAILABLE_AT = "label_available_at";

    /** Column with {@code train}, {@code validation} or {@code test}. */
    public static final String SPLIT = "split";

    public TrainingSet {
        features = List.copyOf(features);
    }

    /** Reads all rows; to be closed by the caller before the sandbox. */
    public ArrowReader read(Sandbox sandbox) {
        return sandbox.readParquet(file);
    }

    /**
     * Reads the rows of one split; to be closed by the caller before the sandbox.
     *
     * @param split {@code train}, {@code validation} or {@code test}
     */
    public ArrowReader read(Sandbox sandbox, String split) {
        return sandbox.stream("SELECT * FROM read_parquet(" + SqlText.literal(file.toString()) + ") WHERE " + SPLIT
                + " = " + SqlText.literal(split));
    }

    /**
     * What became of the examples.
     *
     * @param examples rows of the examples' SQL
     * @param duplicates examples with the key and time of another
     * @param incomplete examples without a required column or without a time
     * @param immature examples whose label is not known yet
     * @param closed examples closed without a label
     * @param tooOld labelled examples before the oldest allowed
     * @param gap labelled examples left out because their label came after the next split began
     * @param correctedLabels keys whose label was replaced by a later one
     */
    public record Counts(
            long examples,
            long duplicates,
            long incomplete,
            long immature,
            long closed,
            long tooOld,
            long gap,
            long correctedLabels,
            long train,
            long validation,
            long test) {}
}
