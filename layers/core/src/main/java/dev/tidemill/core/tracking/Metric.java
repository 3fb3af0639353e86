package dev.tidemill.core.tracking;

import org.jspecify.annotations.Nullable;

/**
 * One point of a metric. Two points are one and the same when key, value, timestamp and step are equal; what model and
 * dataset it was measured on is told beside it.
 *
 * @param value may be NaN or infinite
 * @param timestamp Unix milliseconds, not negative
 * @param step may be negative
 * @param modelId logged model that it was measured on; null when none is told
 * @param datasetName dataset that it was measured on; null when none is told
 * @param datasetDigest digest of that dataset; null when none is told
 */
public record Metric(
        String key,
        double value,
        long timestamp,
        long step,
        @Nullable String modelId,
        @Nullable String datasetName,
        @Nullable String datasetDigest) {
    /** A point that tells neither model nor dataset. */
    public Metric(String key, double value, long timestamp, long step) {
        this(key, value, timestamp, step, null, null, null);
    }

    /** This point without model and dataset: what tells points apart. */
    public Metric bare() {
        return modelId == null && datasetName == null && datasetDigest == null
                ? this
                : new Metric(key, value, timestamp, step);
    }
}
