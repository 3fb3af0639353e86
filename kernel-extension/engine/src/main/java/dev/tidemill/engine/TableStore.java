package dev.tidemill.engine;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.client.table.TableColumn;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.SandboxSettings;
import dev.tidemill.columnar.SqlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * Keeps tables, each in a DuckDB file of its own that is written once and then only read, so that any number of
 * databases may read it at once. Safe for use by several threads.
 */
final class TableStore implements AutoCloseable {
    /** The one table of a file. */
    static final String TABLE = "t";

    private static final String RESULT = "__result";

    private final Session session;
    private final DuckDBConnection reader;
    private final AtomicLong names = new AtomicLong();
    private volatile boolean closed;

    TableStore(Session session, SandboxSettings settings) throws SQLException {
        this.session = session;
        this.reader = (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
        try (Statement statement = reader.createStatement()) {
            statement.execute("SET temp_directory = "
                    + SqlText.literal(session.folder().resolve("spill").toString()));
            statement.execute("SET memory_limit = '" + settings.memoryBytes() / 1024 + "KiB'");
            statement.execute("SET threads = " + settings.threads());
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("SET autoinstall_known_extensions = false");
            statement.execute("SET autoload_known_extensions = false");
        }
    }

    /**
     * A table as it lies on disk.
     *
     * @param name of its database among the reader's
     */
    record Stored(Path file, String name, List<TableColumn> columns, long rows) {
        /** The table as SQL of the reader names it. */
        String relation() {
            return SqlText.name(name) + "." + TABLE;
        }
    }

    /**
     * Runs a SELECT of a sandbox into a new table.
     *
     * @throws SQLException DuckDB's reason; nothing is left behind
     */
    Stored write(Sandbox sandbox, String select) throws SQLException, IOException {
        requireOpen();
        Path file = session.newFile(".duckdb");
        boolean written = false;
        sandbox.execute("ATTACH " + SqlText.literal(file.toString()) + " AS " + RESULT);
        try (Statement statement = sandbox.connection().createStatement()) {
            Interruptible.execute(statement, "CREATE TABLE " + RESULT + "." + TABLE + " AS\n" + select);
            List<TableColumn> columns = columns(sandbox);
            long rows = sandbox.number("SELECT count(*) FROM " + RESULT + "." + TABLE);
            written = true;
            return attach(sandbox, file, columns, rows);
        } finally {
            if (!written) {
                sandbox.execute("DETACH " + RESULT);
                delete(file);
            }
        }
    }

    private Stored attach(Sandbox sandbox, Path file, List<TableColumn> columns, long rows) throws SQLException {
        sandbox.execute("DETACH " + RESULT);
        String name = "table_" + names.incrementAndGet();
        try (Connection connection = reader.duplicate();
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH " + SqlText.literal(file.toString()) + " AS " + name + " (READ_ONLY)");
        }
        return new Stored(file, name, columns, rows);
    }

    private static List<TableColumn> columns(Sandbox sandbox) {
        List<String[]> types = sandbox.query(
                "SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = " + SqlText.literal(RESULT)
                        + " AND table_name = " + SqlText.literal(TABLE) + " ORDER BY column_index",
                row -> new String[] {row.getString(1), row.getString(2)});
        String counts = types.stream()
                .map(column -> "count(*) - count(" + SqlText.name(column[0]) + ")")
                .collect(Collectors.joining(", "));
        List<Long> nulls = sandbox.query("SELECT " + counts + " FROM " + RESULT + "." + TABLE, row -> {
                    List<Long> found = new ArrayList<>();
                    for (int i = 1; i <= types.size(); i++) {
                        found.add(row.getLong(i));
                    }
                    return found;
                })
                .getFirst();
        return IntStream.range(0, types.size())
                .mapToObj(i -> new TableColumn(types.get(i)[0], types.get(i)[1], nulls.get(i)))
                .toList();
    }

    /** Reads rows of a query over the reader's tables. */
    @FunctionalInterface
    interface RowsUse<T> {
        T read(ResultSet rows) throws SQLException, IOException;
    }

    /** Runs a query of ours over stored tables. */
    <T> T query(String sql, RowsUse<T> use) throws SQLException, IOException {
        requireOpen();
        try (Connection connection = reader.duplicate();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return use.read(rows);
        }
    }

    /** Runs a long statement of ours over stored tables, such as a COPY. */
    void execute(String sql) throws SQLException {
        requireOpen();
        try (Connection connection = reader.duplicate();
                Statement statement = connection.createStatement()) {
            Interruptible.execute(statement, sql);
        }
    }

    /** Forgets a table and gives its disk back. */
    void drop(Stored table) throws SQLException, IOException {
        if (closed) {
            return;
        }
        try (Connection connection = reader.duplicate();
                Statement statement = connection.createStatement()) {
            statement.execute("DETACH DATABASE IF EXISTS " + table.name());
        }
        delete(table.file());
    }

    private static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".wal"));
    }

    private void requireOpen() {
        if (closed) {
            throw new EngineException(
                    "TABLE_CLOSED", "The engine that holds this table is closed: run the query again.");
        }
    }

    @Override
    public void close() throws SQLException {
        closed = true;
        reader.close();
    }
}
