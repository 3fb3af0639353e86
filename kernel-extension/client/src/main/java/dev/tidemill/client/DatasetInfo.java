package dev.tidemill.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a dataset holds.
 *
 * @param snapshotId of its table; empty before the first ingestion
 * @param watermark up to when everything that was available is in it; null before the first ingestion
 * @param source everything the API told
 */
public record DatasetInfo(
        String name, long rows, String snapshotId, @Nullable Instant watermark, Document source) {
    static DatasetInfo of(Document json) {
        return new DatasetInfo(
                json.at("name").text(),
                json.at("rows").integer(0),
                json.at("snapshotId").text(""),
                json.at("watermark").instantOrNull(),
                json);
    }
}
