package dev.tidemill.columnar;

import dev.tidemill.columnar.FeatureViews.ViewTable;
import dev.tidemill.contract.model.ModelManifest.DataPin;
import dev.tidemill.contract.project.ProjectSpec.ColumnSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import dev.tidemill.contract.project.ProjectSpec.SplitSpec;
import dev.tidemill.contract.project.ProjectSpec.Sql;
import dev.tidemill.contract.project.ProjectSpec.TrainingSpec;
import dev.tidemill.core.failure.Problem.Detail;
import dev.tidemill.core.failure.ProblemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Builds the training set of a project: examples with the labels that had become known, features as of each example's
 * own time, split by time. The same data and project give the same bytes on one processor architecture.
 */
public final class TrainingSetBuilder {
    private static final String EXAMPLES = "__examples";
    private static final String LABELLED = "__labelled";

    private final ProjectData data;
    private final Sandbox sandbox;
    private final RequestSpec request;
    private final TrainingSpec training;
    private final String time;

    /**
     * @param data with every dataset of {@link ProjectData#readByTraining}
     */
    public TrainingSetBuilder(ProjectData data) {
        this.data = data;
        this.sandbox = data.sandbox();
        this.request = data.request();
        this.time = SqlText.name(request.time());
        TrainingSpec spec = data.spec().training();
        if (spec == null) {
            throw new ProblemException(
                    "INVALID_PROJECT", "The project " + data.spec().project() + " trains no model");
        }
        this.training = spec;
    }

    /**
     * Builds the set.
     *
     * @param asOf labels that became available later do not count; null for all that are known
     * @param tag the name under which the caller pins the snapshots
     * @throws ProblemException {@code INVALID_SQL}, {@code SQL_FAILED} or {@code INVALID_VIEW} when the project's SQL does
     *     not do, {@code TOO_FEW_ROWS} when a split would be empty
     */
    public TrainingSet build(@Nullable Instant asOf, String tag) {
        Instant known = data.labelWatermark();
        Instant limit = asOf != null && asOf.isBefore(known) ? asOf : known;
        long examples = examples();
        long duplicates = examples - sandbox.number("SELECT count(*) FROM " + EXAMPLES);
        long incomplete = dropIncomplete();
        long corrected = Labels.create(data, limit);
        label(limit);
        long immature = count("state = 'immature'");
        long closed = count("state = 'closed'");
        Bounds bounds = split();
        TrainingSet.Counts counts = new TrainingSet.Counts(
                examples,
                duplicates,
                incomplete,
                immature,
                closed,
                count("state = 'too-old'"),
                count("state = 'gap'"),
                corrected,
                count("state = 'train'"),
                count("state = 'validation'"),
                count("state = 'test'"));
        requireRows(counts, limit);
        List<ViewTable> views = data.buildViews();
        Path file = sandbox.newFile(".parquet");
        write(file, views);
        Map<String, DataPin> pins = new LinkedHashMap<>();
        data.states()
                .forEach((name, state) ->
                        pins.put(name, new DataPin(state.snapshotId(), tag, state.rows(), state.ingestionIds())));
        List<String> features = views.stream()
                .flatMap(view -> view.features().keySet().stream().map(feature -> view.name() + "." + feature))
                .toList();
        Instant cutOff = instant("SELECT epoch_us(max(label_available_at)) FROM " + LABELLED
                + " WHERE state IN ('train', 'validation')");
        Instant testTo = instant("SELECT epoch_us(max(" + time + ")) FROM " + LABELLED + " WHERE state = 'test'");
        return new TrainingSet(
                file,
                FileHash.sha256(file),
                limit,
                cutOff,
                bounds.validation(),
                bounds.test(),
                testTo,
                counts,
                pins,
                features);
    }

    private long examples() {
        Sql sql = training.examples();
        Map<String, ColumnType> types = RequestColumns.types(request);
        Map<String, String> found = data.requireColumns(sql, types.keySet());
        data.datasets().createMasked("__example_rows", sql);
        String columns = types.entrySet().stream()
                .map(column -> RequestColumns.convert(
                        sql, column.getKey(), found.getOrDefault(column.getKey(), ""), column.getValue()))
                .collect(Collectors.joining(", "));
        String identity = SqlText.names(identity());
        sandbox.execute("CREATE OR REPLACE TEMP TABLE " + EXAMPLES + " AS SELECT * FROM (SELECT " + columns
                + " FROM __example_rows) QUALIFY row_number() OVER (PARTITION BY " + identity + " ORDER BY "
                + SqlText.names(types.keySet()) + ") = 1");
        long rows = sandbox.number("SELECT count(*) FROM __example_rows");
        sandbox.execute("DROP TABLE __example_rows");
        return rows;
    }

    private List<String> identity() {
        List<String> identity = new ArrayList<>();
        identity.add(request.time());
        request.key().stream().filter(name -> !name.equals(request.time())).forEach(identity::add);
        return identity;
    }

    private long dropIncomplete() {
        List<String> conditions = new ArrayList<>();
        for (Map.Entry<String, ColumnSpec> rule : RequestColumns.rules(request).entrySet()) {
            if (rule.getValue().required()) {
                conditions.add(SqlText.name(rule.getKey()) + " IS NULL");
            }
        }
        long before = sandbox.number("SELECT count(*) FROM " + EXAMPLES);
        sandbox.execute("DELETE FROM " + EXAMPLES + " WHERE " + String.join(" OR ", conditions));
        return before - sandbox.number("SELECT count(*) FROM " + EXAMPLES);
    }

    private void label(Instant limit) {
        String matured =
                "e." + time + " + " + SqlText.interval(data.label().horizon()) + " <= " + SqlText.literal(limit);
        String join = request.key().stream()
                .map(name -> "e." + SqlText.name(name) + " = l." + SqlText.name(name))
                .collect(Collectors.joining(" AND "));
        sandbox.execute("CREATE OR REPLACE TEMP TABLE " + LABELLED + " AS SELECT e.*, l.\"value\" AS label,"
                + " l.available_at AS label_available_at, CASE WHEN l.available_at IS NULL OR NOT (" + matured
                + ") THEN 'immature' WHEN l.\"value\" IS NULL THEN 'closed' ELSE 'labelled' END AS state FROM "
                + EXAMPLES + " e LEFT JOIN " + Labels.TABLE + " l ON " + join);
    }

    /**
     * Assigns the splits from the last to the first. Validation is the span before the last row whose label was known
     * when the test split began, so that labels that take long push it back and do not empty it; likewise training. Rows
     * whose label came later or whose horizon had not passed, though an early outcome was known, or that lie within the
     * declared gap, belong to no split.
     */
    private Bounds split() {
        SplitSpec spec = training.split();
        if (!spec.by().equals("time")) {
            throw new ProblemException(
                    "NOT_YET",
                    "A split by " + spec.by() + " is not yet supported",
                    List.of(new Detail("project.yaml /training/split/by", spec.by(), "time")));
        }
        if (count("state = 'labelled'") == 0) {
            return new Bounds(Instant.EPOCH, Instant.EPOCH);
        }
        Instant end = instant("SELECT epoch_us(max(" + time + ")) FROM " + LABELLED + " WHERE state = 'labelled'");
        Instant testAfter = spec.test().before(end);
        if (training.maxAge() != null) {
            assign(
                    "too-old",
                    "state = 'labelled' AND " + time + " < "
                            + SqlText.literal(training.maxAge().before(end)));
        }
        assign("test", "state = 'labelled' AND " + time + " > " + SqlText.literal(testAfter));
        Instant test = first("test");
        leaveOut(test, spec);
        if (count("state = 'labelled'") == 0) {
            return new Bounds(Instant.EPOCH, test);
        }
        Instant known = instant("SELECT epoch_us(max(" + time + ")) FROM " + LABELLED + " WHERE state = 'labelled'");
        assign(
                "validation",
                "state = 'labelled' AND " + time + " > "
                        + SqlText.literal(spec.validation().before(known)));
        Instant validation = first("validation");
        leaveOut(validation, spec);
        assign("train", "state = 'labelled'");
        return new Bounds(validation, test);
    }

    private void leaveOut(Instant next, SplitSpec spec) {
        String late = "label_available_at >= " + SqlText.literal(next) + " OR " + time + " > "
                + SqlText.literal(data.label().horizon().before(next));
        String near = spec.gap() == null
                ? ""
                : " OR " + time + " > " + SqlText.literal(spec.gap().before(next));
        assign("gap", "state = 'labelled' AND (" + late + near + ")");
    }

    private Instant first(String split) {
        List<Long> first = sandbox.query(
                "SELECT epoch_us(min(" + time + ")) FROM " + LABELLED + " WHERE state = " + SqlText.literal(split)
                        + " HAVING count(*) > 0",
                rows -> rows.getLong(1));
        return first.isEmpty() ? Instant.EPOCH : SqlText.instant(first.getFirst());
    }

    private void assign(String state, String where) {
        sandbox.execute("UPDATE " + LABELLED + " SET state = " + SqlText.literal(state) + " WHERE " + where);
    }

    private void requireRows(TrainingSet.Counts counts, Instant limit) {
        if (counts.train() > 0 && counts.validation() > 0 && counts.test() > 0) {
            return;
        }
        SplitSpec spec = training.split();
        throw new ProblemException(
                "TOO_FEW_ROWS",
                "With the labels known at " + limit + " the split leaves " + counts.train() + " training, "
                        + counts.validation() + " validation and " + counts.test()
                        + " test rows; each needs at least one",
                List.of(
                        new Detail(
                                "project.yaml /training/split",
                                "validation " + spec.validation() + ", test " + spec.test(),
                                "spans shorter than the labelled history"),
                        new Detail(
                                "examples",
                                counts.examples() + " examples, " + counts.immature() + " without a known label, "
                                        + counts.closed() + " closed without one",
                                "labelled examples in every split")));
    }

    private void write(Path file, List<ViewTable> views) {
        String requests = "__split";
        sandbox.execute("CREATE OR REPLACE TEMP VIEW " + requests + " AS SELECT * EXCLUDE (label, label_available_at,"
                + " state), label AS __label, label_available_at AS __label_at, state AS __state FROM " + LABELLED
                + " WHERE state IN ('train', 'validation', 'test')");
        String joined = new PointInTimeJoin(sandbox, data.keepsStale(), false).select(requests, request.time(), views);
        List<String> columns = new ArrayList<>(RequestColumns.types(request).keySet());
        for (ViewTable view : views) {
            view.features().keySet().forEach(feature -> columns.add(view.name() + "." + feature));
        }
        sandbox.execute("COPY (SELECT " + SqlText.names(columns) + ", __label AS label, __label_at AS"
                + " label_available_at, __state AS split FROM (" + joined + ") ORDER BY " + SqlText.names(identity())
                + ") TO " + SqlText.literal(file.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
    }

    private long count(String where) {
        return sandbox.number("SELECT count(*) FROM " + LABELLED + " WHERE " + where);
    }

    private Instant instant(String sql) {
        return SqlText.instant(sandbox.number(sql));
    }

    private record Bounds(Instant validation, Instant test) {}
}
