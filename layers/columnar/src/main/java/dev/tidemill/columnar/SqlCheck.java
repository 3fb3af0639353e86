package dev.tidemill.columnar;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.Sql;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/**
 * Checks a project's SQL without its data. Every method throws
 * {@link dev.tidemill.core.failure.ProblemException} {@code INVALID_SQL}, naming the file, the line and DuckDB's reason.
 * For one thread at a time.
 */
public final class SqlCheck implements AutoCloseable {
    private final DuckDBConnection connection;
    private final boolean owned;

    private SqlCheck(DuckDBConnection connection, boolean owned) {
        this.connection = connection;
        this.owned = owned;
    }

    /** Opens a checker with an empty database of its own, which reaches no file. */
    public static SqlCheck open() {
        try {
            DuckDBConnection connection = FolderDatabase.connect();
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET temp_directory = ''");
                statement.execute("SET threads = 1");
                statement.execute("SET memory_limit = '256MiB'");
                statement.execute("SET TimeZone = 'UTC'");
                statement.execute("SET autoinstall_known_extensions = false");
                statement.execute("SET autoload_known_extensions = false");
                statement.execute("SET enable_external_access = false");
                statement.execute("SET lock_configuration = true");
            }
            return new SqlCheck(connection, true);
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB did not open", e);
        }
    }

    /** A checker on a sandbox's database, in which the datasets exist. */
    static SqlCheck in(Sandbox sandbox) {
        return new SqlCheck(sandbox.connection(), false);
    }

    /** The relations that one SELECT reads, in the order it names them. */
    public Set<String> tablesOf(Sql sql) {
        return ParsedSql.parse(connection, sql).tables();
    }

    /** Checks that SQL is one SELECT over some of these datasets. */
    public void requireSelect(Sql sql, Collection<String> datasets) {
        for (String table : tablesOf(sql)) {
            if (!datasets.contains(table)) {
                throw SqlErrors.invalid(
                        sql,
                        table,
                        "there is no dataset '" + table + "'; datasets are " + String.join(", ", datasets),
                        "one of " + String.join(", ", datasets));
            }
        }
    }

    /** Checks that SQL is one expression over the columns of one row, with no subquery. */
    public void requireScalar(Sql sql) {
        JsonNode expression = expression(sql);
        if (contains(expression, "SUBQUERY")) {
            throw SqlErrors.invalid(sql, sql.text(), "no subquery may stand here", "an expression over one row");
        }
        if (contains(expression, "WINDOW")) {
            throw SqlErrors.invalid(sql, sql.text(), "no window may stand here", "an expression over one row");
        }
    }

    /** Checks that SQL is one call of an aggregate, such as {@code avg(delay)}. */
    public void requireAggregate(Sql sql) {
        JsonNode expression = expression(sql);
        boolean call = expression.path("class").asText().equals("FUNCTION")
                && !expression.path("is_operator").asBoolean();
        if (!call) {
            throw SqlErrors.invalid(
                    sql, sql.text(), "a window's column is one call of an aggregate", "such as avg(delay) or count(*)");
        }
        String name = expression.path("function_name").asText();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT count(*) FROM duckdb_functions() WHERE function_type = 'aggregate' AND function_name = lower(?)")) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                if (rows.getLong(1) == 0) {
                    throw SqlErrors.invalid(
                            sql, name, "'" + name + "' is no aggregate", "such as avg(delay) or count(*)");
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB: " + SqlErrors.message(e), e);
        }
    }

    /**
     * Checks that a regular expression is one that DuckDB (RE2) understands.
     *
     * @param column whose rule it is
     */
    void requirePattern(String column, String pattern) {
        String sql = "SELECT regexp_full_match('', " + SqlText.literal(pattern) + ")";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
        } catch (SQLException e) {
            throw SqlErrors.invalid(
                    new Sql("column " + column + ", pattern", pattern),
                    pattern,
                    SqlErrors.message(e),
                    "a regular expression in the syntax of RE2");
        }
    }

    /**
     * Binds a SELECT to datasets of known columns.
     *
     * @param schemas type by column by dataset; the dataset's own time columns are added
     * @return the columns it returns, by name in order, with DuckDB's name of the type
     */
    public Map<String, String> bind(Sql sql, Map<String, Map<String, ColumnType>> schemas) {
        requireSelect(sql, schemas.keySet());
        for (String dataset : tablesOf(sql)) {
            Map<String, ColumnType> columns = new LinkedHashMap<>(schemas.getOrDefault(dataset, Map.of()));
            columns.putAll(Columns.META);
            String list = columns.entrySet().stream()
                    .map(column -> SqlText.name(column.getKey()) + " " + ColumnTypes.duck(column.getValue()))
                    .collect(Collectors.joining(", "));
            execute("CREATE OR REPLACE TEMP TABLE " + SqlText.name(dataset) + " (" + list + ")");
        }
        return columnsOf(sql);
    }

    /** The columns that a SELECT returns over the relations of this database. */
    Map<String, String> columnsOf(Sql sql) {
        try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
            ResultSetMetaData data = statement.getMetaData();
            Map<String, String> columns = new LinkedHashMap<>();
            for (int i = 1; i <= data.getColumnCount(); i++) {
                if (columns.put(data.getColumnName(i), data.getColumnTypeName(i)) != null) {
                    throw SqlErrors.invalid(
                            sql,
                            data.getColumnName(i),
                            "it returns the column '" + data.getColumnName(i) + "' twice",
                            "every column once");
                }
            }
            return columns;
        } catch (SQLException e) {
            throw SqlErrors.problem(sql, e);
        }
    }

    private JsonNode expression(Sql sql) {
        JsonNode select = ParsedSql.parse(connection, new Sql(sql.place(), "SELECT (" + sql.text() + "\n)"))
                .select();
        boolean one = select.path("select_list").size() == 1
                && select.path("type").asText().equals("SELECT_NODE")
                && select.path("from_table").path("type").asText().equals("EMPTY")
                && select.path("where_clause").isNull()
                && select.path("having").isNull()
                && select.path("qualify").isNull()
                && select.path("modifiers").isEmpty()
                && select.path("group_expressions").isEmpty();
        if (!one) {
            throw SqlErrors.invalid(sql, sql.text(), "one expression has to stand here", "an expression such as a + b");
        }
        return select.path("select_list").path(0);
    }

    private static boolean contains(JsonNode node, String nodeClass) {
        if (node.path("class").asText().equals(nodeClass)) {
            return true;
        }
        for (JsonNode child : node) {
            if (contains(child, nodeClass)) {
                return true;
            }
        }
        return false;
    }

    private void execute(String text) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB: " + SqlErrors.message(e), e);
        }
    }

    @Override
    public void close() {
        if (!owned) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB did not close", e);
        }
    }
}
