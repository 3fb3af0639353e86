package dev.tidemill.columnar;

import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.Sql;
import dev.tidemill.contract.project.ProjectSpec.ViewSpec;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem.Detail;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.feature.FeatureKey;
import dev.tidemill.core.feature.FeatureRow;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Computes the rows of a project's feature views from its datasets. */
public final class FeatureViews {
    static final String ENTITY = "__entity";
    static final String EVENT = "__event";
    static final String AVAILABLE = "__available";

    private final Sandbox sandbox;
    private final Datasets datasets;

    public FeatureViews(Sandbox sandbox, Datasets datasets) {
        this.sandbox = sandbox;
        this.datasets = datasets;
    }

    /** The datasets that a view reads. */
    public static Set<String> datasetsOf(SqlCheck check, ViewSpec view) {
        if (view.sql() != null) {
            return check.tablesOf(view.sql());
        }
        return view.from() == null ? Set.of() : Set.of(view.from());
    }

    /** A window's columns, as SQL that names its place. */
    static Sql columnSql(String view, String column, String expression) {
        return new Sql("project.yaml /features/views/" + view + "/columns/" + column, expression);
    }

    /**
     * Computes a view's whole history into a table.
     *
     * @throws ProblemException {@code INVALID_VIEW} when the rows lack a column or a time, {@code INVALID_SQL} or
     *     {@code SQL_FAILED} when its SQL cannot be run
     */
    ViewTable build(String name, ViewSpec view) {
        return view.sql() != null ? query(name, view, view.sql()) : window(name, view);
    }

    private ViewTable query(String name, ViewSpec view, Sql sql) {
        String rows = "__rows_" + name;
        datasets.createView(rows, sql);
        Map<String, String> columns =
                SqlCheck.in(sandbox).columnsOf(new Sql(sql.place(), "SELECT * FROM " + SqlText.name(rows)));
        String key = view.key() != null ? view.key() : columns.containsKey(view.entity()) ? view.entity() : view.on();
        for (String needed : List.of(key, "event_time", "available_at")) {
            if (!columns.containsKey(needed)) {
                throw invalid(
                        name,
                        String.join(", ", columns.keySet()),
                        sql.place() + " does not return the column " + needed,
                        "the columns " + key + ", event_time, available_at and the features");
            }
        }
        Map<String, ColumnType> features = features(name, sql, columns, key);
        String values = features.entrySet().stream()
                .map(feature -> ", CAST(" + SqlText.name(feature.getKey()) + " AS "
                        + ColumnTypes.duck(feature.getValue()) + ") AS " + SqlText.name(feature.getKey()))
                .collect(Collectors.joining());
        String table = table(name);
        run(
                sql,
                "CREATE OR REPLACE TEMP TABLE " + SqlText.name(table) + " AS SELECT CAST(" + SqlText.name(key)
                        + " AS VARCHAR) AS " + ENTITY + ", CAST(event_time AS TIMESTAMPTZ) AS " + EVENT
                        + ", CAST(available_at AS TIMESTAMPTZ) AS " + AVAILABLE + values + " FROM "
                        + SqlText.name(rows) + " WHERE " + SqlText.name(key) + " IS NOT NULL");
        sandbox.execute("DROP VIEW " + SqlText.name(rows));
        long timeless = sandbox.number("SELECT count(*) FROM " + SqlText.name(table) + " WHERE " + EVENT
                + " IS NULL OR " + AVAILABLE + " IS NULL");
        if (timeless > 0) {
            throw invalid(
                    name,
                    timeless + " rows with null",
                    timeless + " rows of " + sql.place() + " have no event_time or no available_at",
                    "a time in both columns of every row");
        }
        return new ViewTable(name, view, table, features);
    }

    private static Map<String, ColumnType> features(String name, Sql sql, Map<String, String> columns, String key) {
        Map<String, ColumnType> features = new LinkedHashMap<>();
        columns.forEach((column, type) -> {
            if (!column.equals(key) && !column.equals("event_time") && !column.equals("available_at")) {
                features.put(
                        column,
                        ColumnTypes.ofDuck(type)
                                .orElseThrow(() -> invalid(
                                        name,
                                        type,
                                        sql.place() + ": the feature " + column + " is of type " + type,
                                        "a number, text, truth value, timestamp or date")));
            }
        });
        return features;
    }

    private ViewTable window(String name, ViewSpec view) {
        String dataset = view.from();
        if (dataset == null || view.window() == null) {
            throw new IllegalArgumentException("view " + name + " has neither sql nor a window");
        }
        boolean byEvent = "event-time".equals(view.by());
        String time = byEvent ? Columns.EVENT_TIME : Columns.AVAILABLE_AT;
        String key = SqlText.name(view.key() != null ? view.key() : view.on());
        SqlCheck check = SqlCheck.in(sandbox);
        StringBuilder values = new StringBuilder();
        Map<String, ColumnType> features = new LinkedHashMap<>();
        view.columns().forEach((feature, expression) -> {
            Sql sql = columnSql(name, feature, expression);
            check.requireAggregate(sql);
            String call = WindowCall.overWindow(sandbox, sql, dataset);
            Sql probe = new Sql(
                    sql.place(),
                    "SELECT " + call + " AS x FROM " + SqlText.name(dataset) + " WINDOW w AS (PARTITION BY " + key
                            + " ORDER BY " + time + ")");
            String duckType = check.columnsOf(probe).values().iterator().next();
            ColumnType type = ColumnTypes.ofDuck(duckType)
                    .orElseThrow(() -> invalid(
                            name, duckType, sql.place() + " is of type " + duckType, "a number, text or truth value"));
            features.put(feature, type);
            values.append(", CAST(")
                    .append(call)
                    .append(" AS ")
                    .append(ColumnTypes.duck(type))
                    .append(") AS ")
                    .append(SqlText.name(feature));
        });
        String table = table(name);
        String available = byEvent ? "max(" + Columns.AVAILABLE_AT + ") OVER w" : time;
        run(
                new Sql("project.yaml /features/views/" + name, values.toString()),
                "CREATE OR REPLACE TEMP TABLE " + SqlText.name(table) + " AS SELECT DISTINCT ON (" + ENTITY + ", "
                        + EVENT + ") * FROM (SELECT CAST(" + key + " AS VARCHAR) AS " + ENTITY + ", " + time + " AS "
                        + EVENT + ", " + available + " AS " + AVAILABLE + values + " FROM " + SqlText.name(dataset)
                        + " WHERE " + key + " IS NOT NULL WINDOW w AS (PARTITION BY " + key + " ORDER BY " + time
                        + " RANGE BETWEEN (" + SqlText.interval(view.window())
                        + " - to_microseconds(1)) PRECEDING AND CURRENT ROW))");
        return new ViewTable(name, view, table, features);
    }

    /**
     * The newest values of each entity that were known at a time: of the rows with event time and availability not after
     * it, the one with the latest event time, then the latest availability. Of a view joined {@code at}, those of each
     * entity and event time: of the rows available by then, the one with the latest availability. Time to live does not
     * count here.
     *
     * @param sequence order of ingestion that the rows carry, such as the greatest sequence of the snapshots read
     */
    public List<FeatureRow> latest(
            Workspace workspace, String project, String name, ViewSpec view, Instant asOf, long sequence) {
        ViewTable table = build(name, view);
        String version = view.version();
        String columns = table.features().keySet().stream()
                .map(feature -> ", " + SqlText.name(feature))
                .collect(Collectors.joining());
        // the reverse of the order by which PointInTimeJoin ranks, so that both choose the same of equal rows
        String ties = table.features().keySet().stream()
                .map(feature -> ", " + SqlText.name(feature) + " DESC NULLS FIRST")
                .collect(Collectors.joining());
        boolean ahead = view.knownAhead();
        String item = ahead ? ENTITY + ", " + EVENT : ENTITY;
        String sql = "SELECT " + ENTITY + ", epoch_us(" + EVENT + "), epoch_us(" + AVAILABLE + ")" + columns
                + " FROM " + SqlText.name(table.table()) + " WHERE " + AVAILABLE + " <= " + SqlText.literal(asOf)
                + (ahead ? "" : " AND " + EVENT + " <= " + SqlText.literal(asOf))
                + " QUALIFY row_number() OVER (PARTITION BY " + item + " ORDER BY " + EVENT + " DESC, " + AVAILABLE
                + " DESC" + ties + ") = 1 ORDER BY " + item;
        return sandbox.query(sql, rows -> {
            Instant event = SqlText.instant(rows.getLong(2));
            String entity = rows.getString(1);
            return new FeatureRow(
                    new FeatureKey(
                            workspace, project, name, version, ahead ? FeatureKey.entityAt(entity, event) : entity),
                    event,
                    SqlText.instant(rows.getLong(3)),
                    sequence,
                    Values.read(rows, 4, table.features()));
        });
    }

    private void run(Sql sql, String statement) {
        try (Statement run = sandbox.connection().createStatement()) {
            run.execute(statement);
        } catch (SQLException e) {
            throw SqlErrors.problem(sql, e);
        }
    }

    private static String table(String name) {
        return "__view_" + name;
    }

    private static ProblemException invalid(String view, String value, String message, String expected) {
        return new ProblemException(
                "INVALID_VIEW",
                "The view " + view + ": " + message,
                List.of(new Detail("project.yaml /features/views/" + view, value, expected)));
    }

    /**
     * A view's rows in a table with the columns {@value #ENTITY}, {@value #EVENT}, {@value #AVAILABLE} and the features.
     *
     * @param features type by name, in order
     */
    record ViewTable(String name, ViewSpec view, String table, Map<String, ColumnType> features) {}
}
