package dev.tidemill.columnar;

import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A dataset as it stood at one snapshot of its table.
 *
 * @param snapshotId of the table
 * @param sequence order of the snapshot among those of the table
 * @param rows all rows, corrections included
 * @param watermark the latest availability of any row
 * @param columns type by column of the source, without the table's own
 * @param ingestions those whose rows are in it, the earliest first
 */
public record DatasetState(
        String dataset,
        long snapshotId,
        long sequence,
        long rows,
        Instant watermark,
        Map<String, ColumnType> columns,
        List<Ingestion> ingestions) {
    public DatasetState {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        ingestions = List.copyOf(ingestions);
    }

    /** The ids of its ingestions, the earliest first. */
    public List<String> ingestionIds() {
        return ingestions.stream().map(Ingestion::ingestionId).toList();
    }

    /**
     * One commit.
     *
     * @param snapshotId that it made
     * @param rows that it added
     * @param quarantined rows that it kept out
     * @param availableTo latest availability of its rows
     */
    public record Ingestion(
            String ingestionId,
            String executionId,
            long snapshotId,
            long rows,
            long quarantined,
            Instant availableTo,
            Instant ingestedAt) {}
}
