package dev.tidemill.core.loggedmodel;

import org.jspecify.annotations.Nullable;

/**
 * One point of a metric of a model.
 *
 * @param runId the run that measured it
 * @param value may be NaN or infinite
 * @param timestamp Unix milliseconds, not negative
 * @param step may be negative
 * @param datasetName what it was measured on; null when that was not said
 * @param datasetDigest of that dataset; null when that was not said
 */
public record ModelMetric(
        String runId,
        String key,
        double value,
        long timestamp,
        long step,
        @Nullable String datasetName,
        @Nullable String datasetDigest) {}
