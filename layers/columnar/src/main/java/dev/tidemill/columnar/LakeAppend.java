package dev.tidemill.columnar;

import dev.tidemill.columnar.Lake.AppendRequest;
import dev.tidemill.columnar.Lake.Committed;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.core.failure.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotAncestryValidator;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Appends one ingestion to a table. Each attempt of the commit checks that no ancestor holds the same ingestion; when the
 * outcome of a commit is unknown the table is read, and nothing is appended a second time.
 */
final class LakeAppend {
    private final Catalog catalog;
    private final DatasetId id;
    private final String location;
    private final Sandbox sandbox;

    LakeAppend(Catalog catalog, DatasetId id, String location, Sandbox sandbox) {
        this.catalog = catalog;
        this.id = id;
        this.location = location;
        this.sandbox = sandbox;
    }

    Committed append(PreparedIngestion prepared, AppendRequest request) {
        if (prepared.rejection() != null) {
            throw new ProblemException(prepared.rejection());
        }
        Table table = evolve(openOrCreate(prepared.columns()), prepared.columns());
        Optional<Committed> earlier = find(table, request.ingestionId(), true);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Path local = sandbox.newFile(".parquet");
        DataFileWriter writer = new DataFileWriter(sandbox, table);
        writer.write(DatasetIngest.ACCEPTED, prepared.columns().keySet(), request, local);
        String target = table.locationProvider().newDataLocation(request.fileName() + ".parquet");
        upload(table, local, target);
        DataFile file = writer.describe(DatasetIngest.ACCEPTED, local, target);
        return commit(table, file, prepared, request, writer.availableTo(DatasetIngest.ACCEPTED));
    }

    private Committed commit(
            Table table, DataFile file, PreparedIngestion prepared, AppendRequest request, Instant availableTo) {
        AppendFiles append = table.newAppend().appendFile(file);
        LakeSummary.write(append, request, prepared.rows(), prepared.quarantined(), availableTo);
        append.validateWith(new NotYetIngested(request.ingestionId()));
        try {
            append.commit();
        } catch (CommitStateUnknownException e) {
            table.refresh();
            return find(table, request.ingestionId(), false).orElseThrow(() -> e);
        } catch (ValidationException | CommitFailedException e) {
            table.refresh();
            Optional<Committed> winner = find(table, request.ingestionId(), true);
            boolean another = winner.map(Committed::ingestion)
                    .filter(ingestion -> ingestion.executionId().equals(request.executionId()))
                    .isEmpty();
            if (another) {
                // a commit of this execution may be the one that holds the file, if only its answer was lost
                table.io().deleteFile(file.location());
            }
            return winner.orElseThrow(() -> e);
        }
        table.refresh();
        return find(table, request.ingestionId(), false)
                .orElseThrow(() -> new IllegalStateException("the commit of " + request.ingestionId() + " is gone"));
    }

    private Optional<Committed> find(Table table, String ingestionId, boolean duplicate) {
        Snapshot current = table.currentSnapshot();
        if (current == null) {
            return Optional.empty();
        }
        for (Snapshot ancestor : SnapshotUtil.ancestorsOf(current.snapshotId(), table::snapshot)) {
            Optional<DatasetState.Ingestion> ingestion = LakeSummary.read(ancestor)
                    .filter(found -> found.ingestionId().equals(ingestionId));
            if (ingestion.isPresent()) {
                return Optional.of(new Committed(duplicate, ingestion.get(), Lake.state(id, table, ancestor)));
            }
        }
        return Optional.empty();
    }

    private Table openOrCreate(Map<String, ColumnType> columns) {
        try {
            return catalog.loadTable(id.table());
        } catch (NoSuchTableException e) {
            return create(columns);
        }
    }

    private Table create(Map<String, ColumnType> columns) {
        if (catalog instanceof SupportsNamespaces namespaces && !namespaces.namespaceExists(id.namespace())) {
            try {
                namespaces.createNamespace(id.namespace());
            } catch (AlreadyExistsException e) {
                // another ingestion made it in between, which is as good
            }
        }
        List<Types.NestedField> fields = new ArrayList<>();
        columns.forEach((name, type) ->
                fields.add(Types.NestedField.optional(fields.size() + 1, name, ColumnTypes.iceberg(type))));
        Columns.META.forEach((name, type) ->
                fields.add(Types.NestedField.optional(fields.size() + 1, name, ColumnTypes.iceberg(type))));
        try {
            return catalog.buildTable(id.table(), new Schema(fields))
                    .withLocation(location)
                    .withProperty(TableProperties.FORMAT_VERSION, "2")
                    .withProperty(TableProperties.DEFAULT_FILE_FORMAT, "parquet")
                    .withProperty(TableProperties.PARQUET_COMPRESSION, "zstd")
                    .create();
        } catch (AlreadyExistsException e) {
            return catalog.loadTable(id.table());
        }
    }

    private static Table evolve(Table table, Map<String, ColumnType> columns) {
        UpdateSchema update = null;
        for (Map.Entry<String, ColumnType> column : columns.entrySet()) {
            if (table.schema().findField(column.getKey()) == null) {
                update = update == null ? table.updateSchema() : update;
                update.addColumn(column.getKey(), ColumnTypes.iceberg(column.getValue()));
            }
        }
        if (update != null) {
            update.commit();
            table.refresh();
        }
        return table;
    }

    private static void upload(Table table, Path local, String target) {
        try (OutputStream out = table.io().newOutputFile(target).create()) {
            Files.copy(local, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses a commit whose ingestion an ancestor holds already. */
    private record NotYetIngested(String ingestionId) implements SnapshotAncestryValidator {
        @Override
        public boolean validate(Iterable<Snapshot> ancestors) {
            for (Snapshot ancestor : ancestors) {
                if (ingestionId.equals(ancestor.summary().get(LakeSummary.INGESTION_ID))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String errorMessage() {
            return "ingestion " + ingestionId + " has landed before";
        }
    }
}
