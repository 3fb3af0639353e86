package dev.tidemill.columnar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * A DuckDB database over the files of one folder, which it cannot leave; beyond its memory it spills there. Its settings
 * are locked. For one thread at a time.
 */
public final class FolderDatabase implements AutoCloseable {
    private final DuckDBConnection connection;

    private FolderDatabase(DuckDBConnection connection) {
        this.connection = connection;
    }

    /**
     * Opens an empty database.
     *
     * @param folder an existing folder, with its real path; several databases may share it
     */
    public static FolderDatabase open(Path folder, SandboxSettings settings) {
        return open(folder, settings, null);
    }

    /**
     * Opens an empty database whose SQL may also read every file that the process may, for a person's own queries on
     * the person's own machine. It loads no extension, so it reaches no network.
     *
     * @param folder as for {@link #open(Path, SandboxSettings)}
     * @param reads to which relative paths in SQL are relative; its own path has no comma
     */
    public static FolderDatabase openForReader(Path folder, SandboxSettings settings, Path reads) {
        return open(folder, settings, reads);
    }

    /**
     * A connection to a new database in memory. It does not go through the driver manager, which finds no driver when
     * this class was loaded by a class loader of its own.
     */
    static DuckDBConnection connect() throws SQLException {
        return (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
    }

    private static FolderDatabase open(Path folder, SandboxSettings settings, @Nullable Path reads) {
        try {
            DuckDBConnection connection = connect();
            try (Statement statement = connection.createStatement()) {
                String place = SqlText.literal(folder.toString());
                statement.execute("SET temp_directory = "
                        + SqlText.literal(
                                Files.createTempDirectory(folder, "spill-").toString()));
                statement.execute("SET home_directory = " + place);
                statement.execute("SET memory_limit = '" + settings.memoryBytes() / 1024 + "KiB'");
                statement.execute("SET threads = " + settings.threads());
                statement.execute("SET TimeZone = 'UTC'");
                statement.execute("SET autoinstall_known_extensions = false");
                statement.execute("SET autoload_known_extensions = false");
                statement.execute("SET allow_community_extensions = false");
                statement.execute("SET custom_extension_repository = " + place);
                if (reads == null) {
                    statement.execute("SET allowed_directories = [" + place + "]");
                    statement.execute("SET enable_external_access = false");
                } else {
                    statement.execute("SET file_search_path = " + SqlText.literal(reads.toString()));
                }
                statement.execute("SET lock_configuration = true");
            } catch (SQLException | IOException e) {
                connection.close();
                throw e;
            }
            return new FolderDatabase(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB did not open", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs statements of ours.
     *
     * @throws IllegalStateException when they fail, which is a fault of the program or the machine
     */
    public void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failure(sql, e);
        }
    }

    /**
     * Reads every row of a query of ours into a list; for answers that are small.
     *
     * @throws IllegalStateException when it fails, which is a fault of the program or the machine
     */
    public <T> List<T> query(String sql, Row<T> row) {
        List<T> all = new ArrayList<>();
        each(sql, rows -> all.add(row.read(rows)));
        return all;
    }

    /**
     * Hands every row of a query of ours over, one after another.
     *
     * @throws IllegalStateException when it fails, which is a fault of the program or the machine
     */
    public void each(String sql, RowUse use) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                use.take(rows);
            }
        } catch (SQLException e) {
            throw failure(sql, e);
        }
    }

    /** The one number that a query of ours returns. */
    public long number(String sql) {
        return query(sql, rows -> rows.getLong(1)).getFirst();
    }

    /** The connection, for appenders, streams and SQL of a project. */
    DuckDBConnection connection() {
        return connection;
    }

    static IllegalStateException failure(String sql, SQLException e) {
        String start = sql.length() > 300 ? sql.substring(0, 300) + "..." : sql;
        return new IllegalStateException("DuckDB: " + SqlErrors.message(e) + " in: " + start, e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB did not close", e);
        }
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface Row<T> {
        /** The row at which the cursor stands, which is not to be moved. */
        T read(ResultSet rows) throws SQLException;
    }

    /** Uses one row. */
    @FunctionalInterface
    public interface RowUse {
        /** Takes the row at which the cursor stands, which is not to be moved. */
        void take(ResultSet rows) throws SQLException;
    }
}
