package dev.tidemill.columnar;

import dev.tidemill.columnar.Lake.TimeRange;
import dev.tidemill.core.failure.ProblemException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From where datasets are brought into a sandbox: the lake itself, or whoever hands out its files. A method that takes a
 * sandbox is for the sandbox's thread.
 */
public interface DatasetSource {
    /**
     * The dataset as it stands.
     *
     * @throws ProblemException {@code DATASET_NOT_INGESTED} when nothing has been ingested
     */
    DatasetState require(DatasetId id);

    /**
     * The dataset as it stood at a snapshot.
     *
     * @throws ProblemException {@code SNAPSHOT_NOT_FOUND} when the dataset has none of this id
     */
    DatasetState at(DatasetId id, long snapshotId);

    /**
     * Copies the data files of a snapshot into the sandbox; a file that is there already is not copied again.
     *
     * @param range files that hold no row of it may be left out; null for all
     * @return the files, in an order that is the same each time and for every source of the same dataset
     */
    List<Path> download(DatasetId id, long snapshotId, Sandbox sandbox, @Nullable TimeRange range);
}
