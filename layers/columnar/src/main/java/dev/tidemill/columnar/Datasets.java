package dev.tidemill.columnar;

import dev.tidemill.columnar.Lake.TimeRange;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.DatasetSpec;
import dev.tidemill.contract.project.ProjectSpec.Sql;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The datasets of a project as relations of a sandbox's database, each named as the dataset. Of rows with equal key and
 * availability the one ingested last stands; a correction, which becomes available later, stands beside what it corrects.
 */
public final class Datasets {
    private final Sandbox sandbox;
    private final Map<String, DatasetSpec> specs;
    private final Map<String, DatasetState> states = new LinkedHashMap<>();
    private @Nullable Instant known;

    /**
     * @param specs the project's datasets by name
     */
    public Datasets(Sandbox sandbox, Map<String, DatasetSpec> specs) {
        this.sandbox = sandbox;
        this.specs = specs;
    }

    /**
     * Brings one dataset in.
     *
     * @param source the lake, or who hands out its files
     * @param range rows outside it may be left out; null for all
     */
    public void mount(DatasetSource source, DatasetId id, DatasetState state, @Nullable TimeRange range) {
        List<Path> files = source.download(id, state.snapshotId(), sandbox, range);
        Map<String, ColumnType> columns = new LinkedHashMap<>(state.columns());
        columns.putAll(Columns.META);
        if (files.isEmpty()) {
            mountRelation(state, "SELECT " + nulls(columns) + " WHERE false", false);
            return;
        }
        String list = files.stream()
                .map(file -> SqlText.literal(file.toString()))
                .collect(Collectors.joining(", ", "[", "]"));
        String scanned = "read_parquet(" + list + ", union_by_name = true)";
        List<String> present = sandbox.query("DESCRIBE SELECT * FROM " + scanned, rows -> rows.getString(1));
        String selected = columns.entrySet().stream()
                .map(column -> present.contains(column.getKey())
                        ? SqlText.name(column.getKey())
                        : nulls(Map.of(column.getKey(), column.getValue())))
                .collect(Collectors.joining(", "));
        // within one file every key is there once, see DatasetIngest
        mountRelation(state, "SELECT " + selected + " FROM " + scanned, files.size() > 1);
    }

    /** Brings one dataset in as the rows of a query of ours, which has all columns of the state and the table's own. */
    void mountRelation(DatasetState state, String query) {
        mountRelation(state, query, true);
    }

    private void mountRelation(DatasetState state, String query, boolean mayRepeat) {
        String dataset = state.dataset();
        DatasetSpec spec = specs.get(dataset);
        if (spec == null) {
            throw new IllegalArgumentException("the project has no dataset " + dataset);
        }
        String base = base(dataset);
        sandbox.execute("CREATE OR REPLACE TEMP VIEW " + SqlText.name(base + "_all") + " AS " + query);
        String key = SqlText.names(spec.key()) + ", _available_at";
        boolean repeated = mayRepeat
                && !sandbox.query(
                                "SELECT 1 FROM " + SqlText.name(base + "_all") + " GROUP BY " + key
                                        + " HAVING count(*) > 1 LIMIT 1",
                                rows -> rows.getInt(1))
                        .isEmpty();
        sandbox.execute("CREATE OR REPLACE TEMP VIEW " + SqlText.name(base) + " AS SELECT * FROM "
                + SqlText.name(base + "_all")
                + (repeated
                        ? " QUALIFY row_number() OVER (PARTITION BY " + key
                                + " ORDER BY _ingested_at DESC, _ingestion_id DESC, _row_id DESC) = 1"
                        : ""));
        states.put(dataset, state);
        show(dataset, false);
    }

    /** The datasets brought in, by name. */
    public Map<String, DatasetState> states() {
        return states;
    }

    /**
     * Runs a project's SELECT into a new table while every outcome reads as null.
     *
     * @throws dev.tidemill.core.failure.ProblemException when it cannot be run
     */
    void createMasked(String table, Sql sql) {
        states.keySet().forEach(dataset -> show(dataset, true));
        try {
            create(table, sql);
        } finally {
            states.keySet().forEach(dataset -> show(dataset, false));
        }
    }

    /**
     * Runs a project's SELECT into a new table.
     *
     * @throws dev.tidemill.core.failure.ProblemException when it cannot be run
     */
    void create(String table, Sql sql) {
        create("TABLE", table, sql);
    }

    /**
     * Makes a project's SELECT a view, which is computed when it is read.
     *
     * @throws dev.tidemill.core.failure.ProblemException when it cannot be run
     */
    void createView(String view, Sql sql) {
        create("VIEW", view, sql);
    }

    private void create(String kind, String name, Sql sql) {
        SqlCheck check = SqlCheck.in(sandbox);
        check.requireSelect(sql, states.keySet());
        check.columnsOf(sql);
        try (Statement run = sandbox.connection().createStatement()) {
            run.execute("CREATE OR REPLACE TEMP " + kind + " " + SqlText.name(name) + " AS " + sql.text());
        } catch (SQLException e) {
            throw SqlErrors.problem(sql, e);
        }
    }

    /** Shows only rows that were available at a time, as all there are; null for all again. */
    void showKnownAt(@Nullable Instant time) {
        known = time;
        states.keySet().forEach(dataset -> show(dataset, false));
    }

    /** The outcomes that a dataset has. */
    List<String> outcomes(String dataset) {
        return List.copyOf(outcomeTypes(dataset).keySet());
    }

    /** Runs a project's SELECT into a new table while the values of one outcome lie with other rows than their own. */
    void createShuffled(String table, Sql sql, String dataset, String outcome) {
        String base = SqlText.name(base(dataset));
        String column = SqlText.name(outcome);
        sandbox.execute("CREATE OR REPLACE TEMP TABLE __shuffled AS SELECT s.* REPLACE (o.moved AS " + column
                + ") FROM (FROM " + base + ") s POSITIONAL JOIN (SELECT " + column + " AS moved FROM " + base
                + " ORDER BY hash(_ingestion_id, _row_id)) o");
        sandbox.execute("CREATE OR REPLACE TEMP VIEW " + SqlText.name(dataset) + " AS SELECT * FROM __shuffled");
        try {
            create(table, sql);
        } finally {
            show(dataset, false);
            sandbox.execute("DROP TABLE __shuffled");
        }
    }

    private void show(String dataset, boolean masked) {
        Map<String, ColumnType> outcomes = outcomeTypes(dataset);
        String replace = masked && !outcomes.isEmpty() ? " REPLACE (" + nulls(outcomes) + ")" : "";
        String where = known == null ? "" : " WHERE " + Columns.AVAILABLE_AT + " <= " + SqlText.literal(known);
        sandbox.execute("CREATE OR REPLACE TEMP VIEW " + SqlText.name(dataset) + " AS SELECT *" + replace + " FROM "
                + SqlText.name(base(dataset)) + where);
    }

    private Map<String, ColumnType> outcomeTypes(String dataset) {
        DatasetSpec spec = specs.get(dataset);
        DatasetState state = states.get(dataset);
        if (spec == null || state == null) {
            throw new IllegalStateException("dataset " + dataset + " is not mounted");
        }
        Map<String, ColumnType> outcomes = new LinkedHashMap<>(state.columns());
        outcomes.keySet().retainAll(spec.outcomes());
        return outcomes;
    }

    private static String base(String dataset) {
        return "__data_" + dataset;
    }

    private static String nulls(Map<String, ColumnType> columns) {
        return columns.entrySet().stream()
                .map(column ->
                        "CAST(NULL AS " + ColumnTypes.duck(column.getValue()) + ") AS " + SqlText.name(column.getKey()))
                .collect(Collectors.joining(", "));
    }
}
