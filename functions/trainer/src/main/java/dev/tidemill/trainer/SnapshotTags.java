package dev.tidemill.trainer;

import dev.tidemill.columnar.DatasetId;

/** Keeps from expiring what a training read. */
@FunctionalInterface
public interface SnapshotTags {
    /** Gives a snapshot a name that keeps it; giving it again changes nothing. */
    void tag(DatasetId id, long snapshotId, String tag);
}
