package dev.tidemill.columnar;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;

/** What Tidemill writes into a snapshot's summary, from which the ingestion ledger can be rebuilt. */
final class LakeSummary {
    static final String INGESTION_ID = "tidemill.ingestion-id";
    private static final String EXECUTION_ID = "tidemill.execution-id";
    private static final String ROWS = "tidemill.rows";
    private static final String QUARANTINED = "tidemill.quarantined";
    private static final String AVAILABLE_TO = "tidemill.available-to";
    private static final String INGESTED_AT = "tidemill.ingested-at";

    private LakeSummary() {}

    static void write(
            SnapshotUpdate<?> update, Lake.AppendRequest request, long rows, long quarantined, Instant availableTo) {
        update.set(INGESTION_ID, request.ingestionId());
        update.set(EXECUTION_ID, request.executionId());
        update.set(ROWS, String.valueOf(rows));
        update.set(QUARANTINED, String.valueOf(quarantined));
        update.set(AVAILABLE_TO, availableTo.toString());
        update.set(INGESTED_AT, request.ingestedAt().toString());
    }

    /** The ingestion that made a snapshot; empty when something else did, such as a compaction. */
    static Optional<DatasetState.Ingestion> read(Snapshot snapshot) {
        Map<String, String> summary = snapshot.summary();
        String id = summary.get(INGESTION_ID);
        if (id == null) {
            return Optional.empty();
        }
        return Optional.of(new DatasetState.Ingestion(
                id,
                summary.getOrDefault(EXECUTION_ID, ""),
                snapshot.snapshotId(),
                Long.parseLong(summary.getOrDefault(ROWS, "0")),
                Long.parseLong(summary.getOrDefault(QUARANTINED, "0")),
                Instant.parse(summary.getOrDefault(AVAILABLE_TO, Instant.EPOCH.toString())),
                Instant.parse(summary.getOrDefault(INGESTED_AT, Instant.EPOCH.toString()))));
    }
}
