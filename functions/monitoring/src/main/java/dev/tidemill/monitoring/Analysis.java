package dev.tidemill.monitoring;

import dev.tidemill.columnar.SandboxSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * A DuckDB database for SQL of ours over the Parquet files of one folder, which it cannot leave; beyond its memory it
 * spills there. Its settings are locked like those of a sandbox. For one thread at a time.
 */
final class Analysis implements AutoCloseable {
    private final Connection connection;

    private Analysis(Connection connection) {
        this.connection = connection;
    }

    /**
     * Opens an empty database.
     *
     * @param folder an existing folder, with its real path
     */
    static Analysis open(Path folder, SandboxSettings settings) {
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:", new Properties());
            try (Statement statement = connection.createStatement()) {
                String place = literal(folder.toString());
                statement.execute("SET temp_directory = " + literal(folder + "/analysis-spill"));
                statement.execute("SET home_directory = " + place);
                statement.execute("SET memory_limit = '" + settings.memoryBytes() / 1024 + "KiB'");
                statement.execute("SET threads = " + settings.threads());
                statement.execute("SET TimeZone = 'UTC'");
                statement.execute("SET allowed_directories = [" + place + "]");
                statement.execute("SET autoinstall_known_extensions = false");
                statement.execute("SET autoload_known_extensions = false");
                statement.execute("SET enable_external_access = false");
                statement.execute("SET lock_configuration = true");
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
            return new Analysis(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB did not open", e);
        }
    }

    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failure(sql, e);
        }
    }

    /** Reads every row into a list; for answers that are small. */
    <T> List<T> query(String sql, Row<T> row) {
        List<T> all = new ArrayList<>();
        each(sql, rows -> all.add(row.read(rows)));
        return all;
    }

    /** Hands every row over, one after another. */
    void each(String sql, RowUse use) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                use.take(rows);
            }
        } catch (SQLException e) {
            throw failure(sql, e);
        }
    }

    /** The one number that a query returns. */
    long number(String sql) {
        return query(sql, rows -> rows.getLong(1)).getFirst();
    }

    /** A text literal. */
    static String literal(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    /** A list of text literals. */
    static String literals(Collection<?> texts) {
        return texts.stream().map(text -> literal(text.toString())).collect(Collectors.joining(", ", "[", "]"));
    }

    /** An identifier, quoted. */
    static String name(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** An instant as a literal, to the microsecond. */
    static String literal(Instant instant) {
        return "make_timestamptz(" + micros(instant) + ")";
    }

    private static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    private static IllegalStateException failure(String sql, SQLException e) {
        String start = sql.length() > 300 ? sql.substring(0, 300) + "..." : sql;
        return new IllegalStateException("DuckDB: " + e.getMessage() + " in: " + start, e);
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
    interface Row<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /** Uses one row. */
    @FunctionalInterface
    interface RowUse {
        void take(ResultSet rows) throws SQLException;
    }
}
