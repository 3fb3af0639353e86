package dev.tidemill.columnar;

import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.core.failure.Problem.Detail;
import dev.tidemill.core.failure.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/**
 * The offline store: one Iceberg table a dataset. As safe for several threads as the catalog is; a method that takes a
 * sandbox is for the sandbox's thread.
 */
public final class Lake implements DatasetSource {
    private final Catalog catalog;
    private final String root;

    /**
     * @param root address below which new tables are made, such as {@code s3://bucket}
     */
    public Lake(Catalog catalog, String root) {
        this.catalog = catalog;
        this.root = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
    }

    /** The dataset as it stands; empty when nothing has been ingested. */
    public Optional<DatasetState> current(DatasetId id) {
        return load(id).flatMap(table ->
                Optional.ofNullable(table.currentSnapshot()).map(snapshot -> state(id, table, snapshot)));
    }

    @Override
    public DatasetState at(DatasetId id, long snapshotId) {
        Table table = load(id).orElseThrow(() -> notIngested(id));
        Snapshot snapshot = table.snapshot(snapshotId);
        if (snapshot == null) {
            throw noSnapshot(id, snapshotId);
        }
        return state(id, table, snapshot);
    }

    @Override
    public DatasetState require(DatasetId id) {
        return current(id).orElseThrow(() -> notIngested(id));
    }

    /** Gives a snapshot a name that keeps it from expiring; giving it again changes nothing. */
    public void tag(DatasetId id, long snapshotId, String tag) {
        Table table = load(id).orElseThrow(() -> notIngested(id));
        SnapshotRef existing = table.refs().get(tag);
        if (existing == null) {
            table.manageSnapshots().createTag(tag, snapshotId).commit();
        } else if (existing.snapshotId() != snapshotId) {
            throw new IllegalStateException("tag " + tag + " of " + id.dataset() + " names snapshot "
                    + existing.snapshotId() + ", not " + snapshotId);
        }
    }

    /**
     * Commits a prepared file to the dataset's table, exactly once for its ingestion id; makes the table when it is the
     * first, and adds the columns that are new.
     *
     * @return the commit, or the earlier commit of the same ingestion
     * @throws ProblemException the rejection, when the file was rejected
     */
    public Committed append(DatasetId id, Sandbox sandbox, PreparedIngestion prepared, AppendRequest request) {
        return new LakeAppend(catalog, id, root + "/" + id.location(), sandbox).append(prepared, request);
    }

    /** {@inheritDoc} Files that hold no row of the range are left out. */
    @Override
    public List<Path> download(DatasetId id, long snapshotId, Sandbox sandbox, @Nullable TimeRange range) {
        Table table = load(id).orElseThrow(() -> notIngested(id));
        return planned(table, snapshotId, range).keySet().stream()
                .map(location -> copy(table, location, sandbox))
                .toList();
    }

    /**
     * The data files of a snapshot, in the order in which {@link #download} gives them.
     *
     * @throws ProblemException {@code SNAPSHOT_NOT_FOUND} when the dataset has none of this id
     */
    public List<StoredFile> files(DatasetId id, long snapshotId) {
        Table table = load(id).orElseThrow(() -> notIngested(id));
        if (table.snapshot(snapshotId) == null) {
            throw noSnapshot(id, snapshotId);
        }
        List<StoredFile> files = new ArrayList<>();
        planned(table, snapshotId, null).forEach((location, size) -> {
            if (!location.startsWith(root + "/")) {
                throw new IllegalStateException("file " + location + " lies outside of the lake " + root);
            }
            files.add(new StoredFile(location.substring(root.length() + 1), size));
        });
        return files;
    }

    /** Size by location, in the order of the locations. */
    private static SortedMap<String, Long> planned(Table table, long snapshotId, @Nullable TimeRange range) {
        TableScan scan = table.newScan().useSnapshot(snapshotId);
        if (range != null) {
            scan = scan.filter(Expressions.and(
                    Expressions.greaterThanOrEqual(range.column(), SqlText.micros(range.from())),
                    Expressions.lessThanOrEqual(range.column(), SqlText.micros(range.to()))));
        }
        SortedMap<String, Long> files = new TreeMap<>();
        try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
            tasks.forEach(task -> files.put(task.file().location(), task.file().fileSizeInBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static Path copy(Table table, String location, Sandbox sandbox) {
        Path file = sandbox.folder().resolve("lake-" + location.substring(location.lastIndexOf('/') + 1));
        if (Files.exists(file)) {
            return file;
        }
        try (InputStream in = table.io().newInputFile(location).newStream()) {
            Files.copy(in, file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Table> load(DatasetId id) {
        try {
            return Optional.of(catalog.loadTable(id.table()));
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }

    static DatasetState state(DatasetId id, Table table, Snapshot snapshot) {
        List<DatasetState.Ingestion> ingestions = new ArrayList<>();
        for (Snapshot ancestor : SnapshotUtil.ancestorsOf(snapshot.snapshotId(), table::snapshot)) {
            LakeSummary.read(ancestor).ifPresent(ingestions::addFirst);
        }
        Map<String, ColumnType> columns = new LinkedHashMap<>();
        for (Types.NestedField field : table.schemas()
                .getOrDefault(snapshot.schemaId(), table.schema())
                .columns()) {
            if (!Columns.META.containsKey(field.name())) {
                columns.put(field.name(), ColumnTypes.of(field.type()));
            }
        }
        Instant watermark = ingestions.stream()
                .map(DatasetState.Ingestion::availableTo)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        long rows = ingestions.stream().mapToLong(DatasetState.Ingestion::rows).sum();
        return new DatasetState(
                id.dataset(), snapshot.snapshotId(), snapshot.sequenceNumber(), rows, watermark, columns, ingestions);
    }

    private static ProblemException noSnapshot(DatasetId id, long snapshotId) {
        return new ProblemException(
                "SNAPSHOT_NOT_FOUND",
                "The dataset " + id.dataset() + " has no snapshot " + snapshotId,
                List.of(new Detail("dataset " + id.dataset(), String.valueOf(snapshotId), "an existing snapshot")));
    }

    private static ProblemException notIngested(DatasetId id) {
        return new ProblemException(
                "DATASET_NOT_INGESTED",
                "Nothing has been ingested into the dataset " + id.dataset() + " of the project " + id.project(),
                List.of(new Detail("dataset " + id.dataset(), "", "at least one ingestion")));
    }

    /**
     * A data file.
     *
     * @param key in the lake, relative to its root
     * @param size bytes
     */
    public record StoredFile(String key, long size) {
        /** The name under which it is copied into a sandbox. */
        public String name() {
            return key.substring(key.lastIndexOf('/') + 1);
        }
    }

    /**
     * What a commit carries beside its rows.
     *
     * @param ingestionId by which it lands once
     * @param fileName of the data file, without its ending; no other attempt uses it
     */
    public record AppendRequest(String ingestionId, String executionId, String fileName, Instant ingestedAt) {}

    /**
     * A commit that stands.
     *
     * @param duplicate whether an earlier call made it
     * @param state of the dataset at the commit's snapshot
     */
    public record Committed(boolean duplicate, DatasetState.Ingestion ingestion, DatasetState state) {}

    /**
     * Bounds on one of the dataset's own time columns, both included.
     *
     * @param column {@link Columns#EVENT_TIME} or {@link Columns#AVAILABLE_AT}
     */
    public record TimeRange(String column, Instant from, Instant to) {}
}
