package dev.tidemill.columnar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;

/**
 * The place in which one execution works: a folder of its own, a DuckDB database that can touch nothing outside that
 * folder, and an Arrow allocator. Closing it removes the folder, and throws when an Arrow buffer is still held. For one
 * thread at a time.
 */
public final class Sandbox implements AutoCloseable {
    private static final int BATCH_ROWS = 8_192;

    private final Path folder;
    private final DuckDBConnection connection;
    private final BufferAllocator allocator;
    private final AtomicInteger files = new AtomicInteger();

    private Sandbox(Path folder, DuckDBConnection connection, BufferAllocator allocator) {
        this.folder = folder;
        this.connection = connection;
        this.allocator = allocator;
    }

    /**
     * Opens a sandbox in a new folder.
     *
     * @param parent an existing folder
     * @param name what the folder's name begins with, such as an execution id
     */
    public static Sandbox open(Path parent, String name, SandboxSettings settings) {
        try {
            Path folder =
                    Files.createTempDirectory(parent, name + "-").toRealPath().toAbsolutePath();
            return new Sandbox(folder, connect(folder, settings), new RootAllocator());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DuckDBConnection connect(Path folder, SandboxSettings settings) {
        try {
            DuckDBConnection connection =
                    (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", new Properties());
            try (Statement statement = connection.createStatement()) {
                String place = SqlText.literal(folder.toString());
                statement.execute("SET temp_directory = " + SqlText.literal(folder + "/spill"));
                statement.execute("SET home_directory = " + place);
                statement.execute("SET memory_limit = '" + settings.memoryBytes() / 1024 + "KiB'");
                statement.execute("SET threads = " + settings.threads());
                statement.execute("SET TimeZone = 'UTC'");
                statement.execute("SET allowed_directories = [" + place + "]");
                statement.execute("SET autoinstall_known_extensions = false");
                statement.execute("SET autoload_known_extensions = false");
                statement.execute("SET allow_community_extensions = false");
                statement.execute("SET custom_extension_repository = " + place);
                statement.execute("SET enable_external_access = false");
                statement.execute("SET lock_configuration = true");
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB did not open", e);
        }
    }

    /** The execution's folder, which goes when the sandbox is closed. */
    public Path folder() {
        return folder;
    }

    /** A path in the folder at which nothing exists yet. */
    public Path newFile(String suffix) {
        return folder.resolve("file-" + files.incrementAndGet() + suffix);
    }

    /** The execution's allocator; every buffer taken from it has to be given back before the sandbox is closed. */
    public BufferAllocator allocator() {
        return allocator;
    }

    /**
     * Reads a Parquet file of the folder, in the file's order.
     *
     * @return batches of at most 8,192 rows; to be closed by the caller before the sandbox
     */
    public ArrowReader readParquet(Path file) {
        return stream("SELECT * FROM read_parquet(" + SqlText.literal(file.toString()) + ")");
    }

    /** Runs a query of ours and hands its rows over as Arrow batches. */
    ArrowReader stream(String sql) {
        try {
            Statement statement = connection.createStatement();
            statement.closeOnCompletion();
            DuckDBResultSet rows = (DuckDBResultSet) statement.executeQuery(sql);
            return (ArrowReader) rows.arrowExportStream(allocator, BATCH_ROWS);
        } catch (SQLException e) {
            throw failure(sql, e);
        }
    }

    /** Runs statements of ours; a failure is a fault of the program or the machine. */
    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failure(sql, e);
        }
    }

    /** Runs a query of ours. */
    <T> List<T> query(String sql, Row<T> row) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(row.read(rows));
            }
            return all;
        } catch (SQLException e) {
            throw failure(sql, e);
        }
    }

    /** The number that a query of ours returns. */
    long number(String sql) {
        return query(sql, rows -> rows.getLong(1)).getFirst();
    }

    /** The connection, for appenders and for SQL of a project. */
    DuckDBConnection connection() {
        return connection;
    }

    private static IllegalStateException failure(String sql, SQLException e) {
        String start = sql.length() > 300 ? sql.substring(0, 300) + "..." : sql;
        return new IllegalStateException("DuckDB: " + SqlErrors.message(e) + " in: " + start, e);
    }

    /** Closes the database, checks that no Arrow buffer is held, and removes the folder. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB did not close", e);
        } finally {
            try {
                allocator.close();
            } finally {
                remove(folder);
            }
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet rows) throws SQLException;
    }
}
