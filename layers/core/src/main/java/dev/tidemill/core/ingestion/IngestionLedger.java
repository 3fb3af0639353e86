package dev.tidemill.core.ingestion;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which ingestions have landed; written after the commit, and rebuilt from the table's snapshots when lost. */
public interface IngestionLedger {
    /** Records a landed ingestion; recording it again changes nothing. */
    void record(Landed landed);

    /** A landed ingestion; empty when none has this id. */
    Optional<Landed> find(Workspace workspace, String ingestionId);

    /** The landed ingestions of a dataset, in the order they landed; empty when there are none. */
    List<Landed> list(Workspace workspace, String project, String dataset);

    /**
     * An ingestion whose rows are in a snapshot of the dataset's table.
     *
     * @param ingestionId hash of workspace, dataset, content and contract
     * @param executionId the execution that landed it
     * @param snapshotId the snapshot that its commit made
     * @param rows rows added
     * @param quarantined rows kept out
     */
    record Landed(
            Workspace workspace,
            String project,
            String dataset,
            String ingestionId,
            String executionId,
            long snapshotId,
            long rows,
            long quarantined,
            Instant landedAt) {}
}
