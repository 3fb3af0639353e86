package dev.tidemill.columnar;

import dev.tidemill.columnar.FeatureViews.ViewTable;
import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import dev.tidemill.contract.project.ProjectSpec.Sql;
import dev.tidemill.contract.project.ProjectSpec.TrainingSpec;
import dev.tidemill.core.failure.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks for values in a project's training set that could not have been known. Of sampled examples, every view feature is
 * computed again while only rows that were available at the example's time are there, and the label while only those
 * available when it says that it was; a value that comes out otherwise looked ahead. The examples' SQL is run again with
 * each outcome in the rows of others; a request column that changes is made of what comes after. For one thread.
 */
public final class LeakCheck {
    /** Examples that are sampled when nothing else is asked for. */
    public static final int USUAL_SAMPLE = 200;

    private static final String SAMPLE = "__sampled";
    private static final String ROW = "__sample_row";

    /** Sums of the same numbers in another order differ by less. */
    private static final String ROUNDING = "1e-9";

    private final ProjectData data;
    private final Sandbox sandbox;
    private final RequestSpec request;
    private final Map<String, Leak> leaks = new LinkedHashMap<>();

    /**
     * @param data with every dataset of {@link ProjectData#readByTraining}
     */
    public LeakCheck(ProjectData data) {
        this.data = data;
        this.sandbox = data.sandbox();
        this.request = data.request();
    }

    /** What looked ahead. */
    public enum Kind {
        /** A feature of a view. */
        FEATURE,
        /** A column of the examples' SQL. */
        REQUEST_COLUMN,
        /** The label, further than its availability says, so that windows of labels overlap the next split. */
        LABEL
    }

    /**
     * A column that looked ahead.
     *
     * @param column {@code view.feature}, the request's column, or the label's name
     * @param place of the SQL that makes it
     * @param example time and key of the first example; of a request column, the outcome it changes with
     * @param trained the value in the training set; null when that is null
     * @param known the value from what was known, or with outcomes moved; null when that is null
     * @param examples how many of the examples looked at differ
     */
    public record Leak(
            Kind kind,
            String column,
            String place,
            String example,
            @Nullable String trained,
            @Nullable String known,
            long examples) {}

    /**
     * Checks.
     *
     * @param sample most examples to look at; the same ones each time for the same data
     * @param progress told how many of how many computations are done
     * @return empty when nothing was found
     * @throws ProblemException as {@link TrainingSetBuilder#build}
     */
    public List<Leak> check(int sample, BiConsumer<Integer, Integer> progress) {
        TrainingSet set = new TrainingSetBuilder(data).build(null, "leak-check");
        sample(set, sample);
        outcomes();
        try {
            List<Instant> times = times(SqlText.name(request.time()));
            List<Instant> labelTimes = times(TrainingSet.LABEL_AVAILABLE_AT);
            int all = times.size() + labelTimes.size();
            int done = 0;
            for (Instant time : times) {
                features(time);
                progress.accept(++done, all);
            }
            for (Instant time : labelTimes) {
                label(time);
                progress.accept(++done, all);
            }
        } finally {
            data.datasets().showKnownAt(null);
        }
        return List.copyOf(leaks.values());
    }

    private void sample(TrainingSet set, int sample) {
        String identity = SqlText.names(identity());
        sandbox.execute("CREATE OR REPLACE TEMP TABLE " + SAMPLE + " AS SELECT *, row_number() OVER (ORDER BY "
                + identity + ") AS " + ROW + " FROM (SELECT * FROM read_parquet("
                + SqlText.literal(set.file().toString()) + ") ORDER BY hash(" + identity + "), " + identity + " LIMIT "
                + sample + ")");
    }

    private List<String> identity() {
        Set<String> identity = new LinkedHashSet<>(List.of(request.time()));
        identity.addAll(request.key());
        return List.copyOf(identity);
    }

    private List<Instant> times(String column) {
        return sandbox.query(
                "SELECT DISTINCT epoch_us(" + column + ") FROM " + SAMPLE + " ORDER BY 1",
                rows -> SqlText.instant(rows.getLong(1)));
    }

    private void features(Instant time) {
        data.datasets().showKnownAt(time);
        List<ViewTable> views = data.buildViews();
        String examples = "__sampled_now";
        sandbox.execute("CREATE OR REPLACE TEMP VIEW " + examples + " AS SELECT " + ROW + ", "
                + SqlText.names(RequestColumns.types(request).keySet()) + " FROM " + SAMPLE + " WHERE "
                + SqlText.name(request.time()) + " = " + SqlText.literal(time));
        String joined = new PointInTimeJoin(sandbox, data.keepsStale(), false).select(examples, request.time(), views);
        sandbox.execute("CREATE OR REPLACE TEMP TABLE __known_now AS " + joined);
        for (ViewTable view : views) {
            Sql sql = view.view().sql();
            String place = sql == null ? "project.yaml /features/views/" + view.name() : sql.place();
            for (String feature : view.features().keySet()) {
                String name = view.name() + "." + feature;
                compare(Kind.FEATURE, name, place, "__known_now", SqlText.name(name), SqlText.name(name));
            }
        }
    }

    private void label(Instant time) {
        data.datasets().showKnownAt(time);
        Labels.create(data, time);
        String key = request.key().stream()
                .map(column -> "s." + SqlText.name(column) + " = l." + SqlText.name(column))
                .collect(Collectors.joining(" AND "));
        sandbox.execute("CREATE OR REPLACE TEMP TABLE __known_now AS SELECT s." + ROW + ", l.\"value\" AS known FROM "
                + SAMPLE + " s LEFT JOIN " + Labels.TABLE + " l ON " + key + " WHERE s."
                + TrainingSet.LABEL_AVAILABLE_AT + " = " + SqlText.literal(time));
        compare(Kind.LABEL, data.label().name(), data.label().sql().place(), "__known_now", TrainingSet.LABEL, "known");
    }

    private void compare(Kind kind, String name, String place, String known, String trained, String now) {
        String example = identity().stream()
                .map(column -> "'" + column.replace("'", "''") + " ' || coalesce(CAST(s." + SqlText.name(column)
                        + " AS VARCHAR), 'null')")
                .collect(Collectors.joining(" || ', ' || "));
        String was = number("s." + trained);
        String is = number("k." + now);
        String close =
                "abs(" + was + " - " + is + ") <= " + ROUNDING + " * greatest(1, abs(" + was + "), abs(" + is + "))";
        List<Leak> found = sandbox.query(
                "SELECT " + example + ", CAST(s." + trained + " AS VARCHAR), CAST(k." + now
                        + " AS VARCHAR), count(*) OVER () FROM " + SAMPLE + " s JOIN " + known + " k USING (" + ROW
                        + ") WHERE s." + trained + " IS DISTINCT FROM k." + now + " AND NOT coalesce("
                        + close + ", false) ORDER BY s." + ROW + " LIMIT 1",
                rows -> new Leak(
                        kind, name, place, rows.getString(1), rows.getString(2), rows.getString(3), rows.getLong(4)));
        found.forEach(this::add);
    }

    private static String number(String value) {
        return "TRY_CAST(CAST(" + value + " AS VARCHAR) AS DOUBLE)";
    }

    private void add(Leak leak) {
        leaks.merge(
                leak.kind() + " " + leak.column() + (leak.kind() == Kind.REQUEST_COLUMN ? " " + leak.example() : ""),
                leak,
                (first, next) -> new Leak(
                        first.kind(),
                        first.column(),
                        first.place(),
                        first.example(),
                        first.trained(),
                        first.known(),
                        first.examples() + next.examples()));
    }

    private void outcomes() {
        TrainingSpec training = data.spec().training();
        if (training == null) {
            return;
        }
        Sql sql = training.examples();
        data.datasets().create("__as_it_is", sql);
        for (String dataset : SqlCheck.in(sandbox).tablesOf(sql)) {
            for (String outcome : data.datasets().outcomes(dataset)) {
                data.datasets().createShuffled("__moved", sql, dataset, outcome);
                changed(sql, "the outcome " + outcome + " of " + dataset);
            }
        }
    }

    /** Tells the columns of which the two results hold other values, whatever the order of rows. */
    private void changed(Sql sql, String outcome) {
        Map<String, String> columns =
                new TreeMap<>(SqlCheck.in(sandbox).columnsOf(new Sql(sql.place(), "SELECT * FROM __as_it_is")));
        List<String> names = new ArrayList<>(columns.keySet());
        String key = names.stream()
                .filter(identity()::contains)
                .map(column -> "a." + SqlText.name(column) + " IS NOT DISTINCT FROM m." + SqlText.name(column))
                .collect(Collectors.joining(" AND "));
        for (String column : names) {
            String name = SqlText.name(column);
            boolean part = identity().contains(column);
            String differing = part
                    ? "SELECT " + name + " AS was, NULL AS moved FROM (SELECT " + name + " FROM __as_it_is EXCEPT ALL"
                            + " SELECT " + name + " FROM __moved)"
                    : "SELECT a." + name + " AS was, m." + name + " AS moved FROM __as_it_is a JOIN __moved m ON " + key
                            + " WHERE a." + name + " IS DISTINCT FROM m." + name;
            sandbox.query(
                            "SELECT CAST(was AS VARCHAR), CAST(moved AS VARCHAR), count(*) OVER () FROM (" + differing
                                    + ") LIMIT 1",
                            rows -> new Leak(
                                    Kind.REQUEST_COLUMN,
                                    column,
                                    sql.place(),
                                    outcome,
                                    rows.getString(1),
                                    rows.getString(2),
                                    rows.getLong(3)))
                    .forEach(this::add);
        }
    }
}
