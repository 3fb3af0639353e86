package dev.tidemill.columnar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;
import org.jspecify.annotations.Nullable;

/**
 * The place in which one execution works: a folder of its own, a DuckDB database that can touch nothing outside that
 * folder, and an Arrow allocator. Closing it removes the folder, and throws when an Arrow buffer is still held. For one
 * thread at a time.
 */
public final class Sandbox implements AutoCloseable {
    private static final int BATCH_ROWS = 8_192;

    private final Path folder;
    private final FolderDatabase database;
    private @Nullable BufferAllocator allocator;
    private final AtomicInteger files = new AtomicInteger();

    private Sandbox(Path folder, FolderDatabase database) {
        this.folder = folder;
        this.database = database;
    }

    /**
     * Opens a sandbox in a new folder.
     *
     * @param parent an existing folder
     * @param name what the folder's name begins with, such as an execution id
     */
    public static Sandbox open(Path parent, String name, SandboxSettings settings) {
        Path folder = newFolder(parent, name);
        return new Sandbox(folder, FolderDatabase.open(folder, settings));
    }

    /**
     * Opens a sandbox in a new folder, whose SQL may also read every file that the process may: for a person's own
     * queries on the person's own machine.
     *
     * @param parent an existing folder
     * @param reads to which relative paths in SQL are relative
     */
    public static Sandbox openForReader(Path parent, String name, SandboxSettings settings, Path reads) {
        Path folder = newFolder(parent, name);
        return new Sandbox(folder, FolderDatabase.openForReader(folder, settings, reads));
    }

    private static Path newFolder(Path parent, String name) {
        try {
            return Files.createTempDirectory(parent, name + "-").toRealPath().toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
        if (allocator == null) {
            allocator = new RootAllocator();
        }
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
            Statement statement = connection().createStatement();
            statement.closeOnCompletion();
            DuckDBResultSet rows = (DuckDBResultSet) statement.executeQuery(sql);
            return (ArrowReader) rows.arrowExportStream(allocator(), BATCH_ROWS);
        } catch (SQLException e) {
            throw FolderDatabase.failure(sql, e);
        }
    }

    /** Runs statements of ours; a failure is a fault of the program or the machine. */
    public void execute(String sql) {
        database.execute(sql);
    }

    /** Runs a query of ours. */
    public <T> List<T> query(String sql, FolderDatabase.Row<T> row) {
        return database.query(sql, row);
    }

    /** The number that a query of ours returns. */
    public long number(String sql) {
        return database.number(sql);
    }

    /** The connection, for appenders and for SQL of a project or a reader; closed with the sandbox. */
    public DuckDBConnection connection() {
        return database.connection();
    }

    /** Closes the database, checks that no Arrow buffer is held, and removes the folder. */
    @Override
    public void close() {
        try {
            database.close();
        } finally {
            try {
                if (allocator != null) {
                    allocator.close();
                }
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
}
