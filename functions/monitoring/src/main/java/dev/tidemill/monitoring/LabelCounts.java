package dev.tidemill.monitoring;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What joining labels to captured predictions found; the result of the action {@code labels}.
 *
 * @param status {@code joined}
 * @param version the champion's version number
 * @param from prediction time of the oldest prediction joined, included; null when all were
 * @param until the time as of which everything was read, and prediction time of the newest prediction joined
 * @param watermark up to which every dataset that the labels read is known
 * @param cutOff the latest label availability of any row that the champion was trained or validated on
 * @param newMatureLabels mature labels with a value that became available after {@code cutOff}
 * @param matched predictions whose request has a mature label with a value
 * @param unmatched predictions whose request has no mature label yet
 * @param closedWithoutLabel predictions whose request was closed without an outcome
 * @param labelsWithoutPrediction of {@code newMatureLabels}, those whose request no prediction joined here asked for
 * @param repeated predictions beyond the first of one request, channel and version
 * @param corrected predictions whose label was replaced by a later one
 * @param labelledKey the joined predictions as Parquet in the artifacts store
 */
public record LabelCounts(
        String status,
        String model,
        int version,
        @Nullable Instant from,
        Instant until,
        Instant watermark,
        Instant cutOff,
        long newMatureLabels,
        long matched,
        long unmatched,
        long closedWithoutLabel,
        long labelsWithoutPrediction,
        long repeated,
        long corrected,
        String labelledKey) {}
