package dev.tidemill.columnar;

import dev.tidemill.contract.project.ProjectSpec.CheckSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.Sql;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The staged rows with their types, in the DuckDB table {@value #TABLE}, and the rules they break. A row breaks at most
 * one rule of a column that says its type, presence, pattern, range or values.
 */
final class TypedRows {
    static final String TABLE = "__typed";

    /** A view of the staged rows with their types and nothing else. */
    static final String CAST = "__cast";

    private final Sandbox sandbox;
    private final Map<String, ColumnType> types;
    private final boolean offsets;

    /**
     * @param types of the staged columns to be kept, in the order to keep them
     * @param offsets whether timestamps have to have an offset
     */
    TypedRows(Sandbox sandbox, Map<String, ColumnType> types, boolean offsets) {
        this.sandbox = sandbox;
        this.types = types;
        this.offsets = offsets;
        String casts = types.entrySet().stream()
                .map(column -> Casts.cast(SqlText.name(column.getKey()), column.getValue(), offsets) + " AS "
                        + SqlText.name(column.getKey()))
                .collect(Collectors.joining(", "));
        sandbox.execute("CREATE OR REPLACE TEMP VIEW " + CAST + " AS SELECT " + CsvStaging.LINE + ", " + casts
                + " FROM " + CsvStaging.TABLE);
    }

    /**
     * Makes the table, and a fault of every text that is not of its column's type.
     *
     * @param more SQL of further columns over {@link #CAST}, each beginning with a comma; may be empty
     * @param source what to read them from
     */
    void create(String more, String source) {
        sandbox.execute("CREATE OR REPLACE TABLE " + TABLE + " AS SELECT *" + more + " FROM " + source);
        List<Long> raw = counts(CsvStaging.TABLE);
        List<Long> typed = counts(TABLE);
        int i = 0;
        for (Map.Entry<String, ColumnType> column : types.entrySet()) {
            if (!raw.get(i).equals(typed.get(i))) {
                String name = SqlText.name(column.getKey());
                insert(
                        "r." + name + " IS NOT NULL AND t." + name + " IS NULL",
                        column.getKey(),
                        Casts.expected(column.getValue(), offsets),
                        "type");
            }
            i++;
        }
    }

    private List<Long> counts(String table) {
        String list = types.keySet().stream()
                .map(name -> "count(" + SqlText.name(name) + ")")
                .collect(Collectors.joining(", "));
        return sandbox.query("SELECT " + list + " FROM " + table, rows -> {
                    List<Long> counts = new ArrayList<>();
                    for (int i = 1; i <= types.size(); i++) {
                        counts.add(rows.getLong(i));
                    }
                    return counts;
                })
                .getFirst();
    }

    /** Makes a fault of every value that breaks a rule of its column. */
    void check(Map<String, ColumnSpec> specs, Collection<String> key) {
        List<Rule> rules = new ArrayList<>();
        types.forEach((name, type) -> {
            ColumnSpec spec = specs.get(name);
            String column = "t." + SqlText.name(name);
            if (key.contains(name)) {
                rules.add(new Rule(name, "key", column + " IS NULL", "a value, for it is part of the key"));
            } else if (spec != null && spec.required()) {
                rules.add(new Rule(name, "required", column + " IS NULL", "a value"));
            }
            if (spec != null) {
                addRules(rules, name, column, spec);
            }
        });
        if (rules.isEmpty()) {
            return;
        }
        String list = rules.stream()
                .map(rule -> "count(*) FILTER (" + rule.broken() + ")")
                .collect(Collectors.joining(", "));
        List<Rule> broken = sandbox.query("SELECT " + list + " FROM " + TABLE + " t", rows -> {
                    List<Rule> found = new ArrayList<>();
                    for (int i = 0; i < rules.size(); i++) {
                        if (rows.getLong(i + 1) > 0) {
                            found.add(rules.get(i));
                        }
                    }
                    return found;
                })
                .getFirst();
        broken.forEach(rule -> insert(rule.broken(), rule.column(), rule.expected(), rule.name()));
    }

    private static void addRules(List<Rule> rules, String name, String column, ColumnSpec spec) {
        String text = "CAST(" + column + " AS VARCHAR)";
        if (spec.pattern() != null) {
            rules.add(new Rule(
                    name,
                    "pattern",
                    "NOT regexp_full_match(" + text + ", " + SqlText.literal(spec.pattern()) + ")",
                    "text that matches " + spec.pattern()));
        }
        if (spec.values() != null) {
            String allowed = spec.values().stream().map(SqlText::literal).collect(Collectors.joining(", "));
            rules.add(new Rule(
                    name, "values", text + " NOT IN (" + allowed + ")", "one of " + String.join(", ", spec.values())));
        }
        if (spec.min() != null) {
            rules.add(new Rule(name, "min", column + " < " + spec.min(), "at least " + plain(spec.min())));
        }
        if (spec.max() != null) {
            rules.add(new Rule(name, "max", column + " > " + spec.max(), "at most " + plain(spec.max())));
        }
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private void insert(String broken, String column, String expected, String rule) {
        sandbox.execute("INSERT INTO " + RowFaults.TABLE + " SELECT t." + CsvStaging.LINE + ", "
                + SqlText.literal(column) + ", r." + SqlText.name(column) + ", " + SqlText.literal(expected) + ", "
                + SqlText.literal(rule) + " FROM " + TABLE + " t JOIN " + CsvStaging.TABLE + " r USING ("
                + CsvStaging.LINE + ") WHERE (" + broken + ") AND NOT EXISTS (FROM " + RowFaults.TABLE + " f WHERE f."
                + CsvStaging.LINE + " = t." + CsvStaging.LINE + " AND f.\"column\" = " + SqlText.literal(column) + ")");
    }

    /** Makes a fault of every row without faults for which a condition holds. */
    void insertOfWholeRow(String broken, String column, String value, String expected, String rule) {
        sandbox.execute("INSERT INTO " + RowFaults.TABLE + " SELECT t." + CsvStaging.LINE + ", "
                + SqlText.literal(column) + ", " + value + ", " + SqlText.literal(expected) + ", "
                + SqlText.literal(rule) + " FROM " + TABLE + " t WHERE (" + broken + ") AND " + FAULTLESS);
    }

    /** Makes a fault of every row for which a check of the project is false. */
    void quarantine(CheckSpec check) {
        bind(check.sql());
        runUserSql(
                check.sql(),
                "INSERT INTO " + RowFaults.TABLE + " SELECT " + CsvStaging.LINE + ", '', '', "
                        + SqlText.literal(check.sql().text().strip()) + ", "
                        + SqlText.literal("check " + check.name()) + " FROM " + TABLE + " WHERE NOT coalesce(TRY(("
                        + check.sql().text() + "\n)), true)");
    }

    /**
     * Checks a project's expression over the typed rows.
     *
     * @return DuckDB's name of its type
     */
    String bind(Sql sql) {
        SqlCheck check = SqlCheck.in(sandbox);
        check.requireScalar(sql);
        return check.columnsOf(new Sql(sql.place(), "SELECT (" + sql.text() + "\n) AS x FROM " + CAST))
                .values()
                .iterator()
                .next();
    }

    /** Runs a statement that a project's SQL is part of. */
    void runUserSql(Sql sql, String statement) {
        try (Statement run = sandbox.connection().createStatement()) {
            run.execute(statement);
        } catch (SQLException e) {
            throw SqlErrors.problem(sql, e);
        }
    }

    /** Tells whether an expression of the project is an aggregate over all rows. */
    boolean isAggregate(Sql sql) {
        String probe = "SELECT count(*), (" + sql.text() + "\n) FROM " + TABLE;
        try (PreparedStatement statement = sandbox.connection().prepareStatement(probe)) {
            return statement.getMetaData().getColumnCount() == 2;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Condition on a row {@code t} without faults. */
    static final String FAULTLESS =
            "NOT EXISTS (FROM " + RowFaults.TABLE + " f WHERE f." + CsvStaging.LINE + " = t." + CsvStaging.LINE + ")";

    private record Rule(String column, String name, String broken, String expected) {}
}
