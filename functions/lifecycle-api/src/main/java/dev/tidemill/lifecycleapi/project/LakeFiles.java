package dev.tidemill.lifecycleapi.project;

import dev.tidemill.columnar.DatasetId;
import dev.tidemill.columnar.DatasetState;
import dev.tidemill.columnar.Lake;
import dev.tidemill.columnar.Lake.StoredFile;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The datasets' states and data files. Safe for use by several threads. */
public interface LakeFiles {
    /**
     * A dataset at a snapshot.
     *
     * @param snapshotId null for the dataset as it stands
     * @throws dev.tidemill.core.failure.ProblemException {@code DATASET_NOT_INGESTED} or {@code SNAPSHOT_NOT_FOUND}
     */
    Found find(DatasetId id, @Nullable Long snapshotId);

    /**
     * @param files in the order in which every reader takes them
     */
    record Found(DatasetState state, List<StoredFile> files) {
        public Found {
            files = List.copyOf(files);
        }
    }

    /**
     * The files of a lake.
     *
     * @param lake opened by the first request that asks for it, since most requests do not
     */
    static LakeFiles of(Supplier<Lake> lake) {
        return (id, snapshotId) -> {
            Lake opened = lake.get();
            DatasetState state = snapshotId == null ? opened.require(id) : opened.at(id, snapshotId);
            return new Found(state, opened.files(id, state.snapshotId()));
        };
    }
}
