package dev.tidemill.engine;

import dev.tidemill.client.engine.Scope;
import dev.tidemill.client.table.Table;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.SandboxSettings;
import dev.tidemill.columnar.SqlText;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where queries work: makes sandboxes, shows tables in them, keeps what comes out. Safe for use by several threads. */
final class Workbench {
    private final Session session;
    private final SandboxSettings settings;
    private final TableStore store;
    private final Cleaner cleaner = Cleaner.create();
    private @Nullable Queries queries;

    Workbench(Session session, SandboxSettings settings, TableStore store) {
        this.session = session;
        this.settings = settings;
        this.store = store;
    }

    /** Names what answers {@link Table#sql}; once, before the first table. */
    void answerWith(Queries answering) {
        this.queries = answering;
    }

    /**
     * A new sandbox, to be closed by the caller.
     *
     * @param folder to which paths in SQL are relative
     */
    Sandbox sandbox(String name, Path folder) throws IOException {
        // DuckDB takes a comma for the end of a folder's name
        Path plain =
                folder.toString().contains(",") ? Files.createSymbolicLink(session.newFile("-folder"), folder) : folder;
        return Sandbox.openForReader(session.folder(), name, settings, plain);
    }

    /** Shows a table in a sandbox as a view of the name. */
    void mount(Sandbox sandbox, String name, Table table) throws IOException {
        String relation;
        if (table instanceof DiskTable disk) {
            String database = "__in_" + name;
            sandbox.execute("ATTACH " + SqlText.literal(disk.file().toString()) + " AS " + SqlText.name(database)
                    + " (READ_ONLY)");
            relation = SqlText.name(database) + "." + TableStore.TABLE;
        } else {
            Path file = sandbox.newFile(".parquet");
            table.writeParquet(file);
            relation = "read_parquet(" + SqlText.literal(file.toString()) + ")";
        }
        sandbox.execute("CREATE OR REPLACE TEMP VIEW " + SqlText.name(name) + " AS SELECT * FROM " + relation);
    }

    /**
     * Keeps the rows of a SELECT.
     *
     * @param folder to which paths are relative when the table itself is asked
     */
    Table table(Sandbox sandbox, String select, Path folder) throws SQLException, IOException {
        TableStore.Stored stored = store.write(sandbox, select);
        return new DiskTable(
                store,
                stored,
                (self, query) -> Guarded.call(() -> {
                    if (queries == null) {
                        throw new IllegalStateException("the workbench has no queries");
                    }
                    return queries.run(query, new Scope(folder, null, Map.of("t", self)));
                }),
                cleaner);
    }
}
