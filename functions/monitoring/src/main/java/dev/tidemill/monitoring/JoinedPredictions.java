package dev.tidemill.monitoring;

import dev.tidemill.columnar.FolderDatabase;
import dev.tidemill.columnar.Labels;
import dev.tidemill.columnar.SqlText;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.LabelSpec;
import dev.tidemill.core.Span;
import java.nio.file.Path;
import java.time.Instant;
import java.time.Period;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Captured predictions with their labels, as tables of an analysis. Of a prediction that was filed twice one is kept; a
 * label counts from the prediction time and horizon on. For one thread at a time.
 */
final class JoinedPredictions {
    private static final String CAPTURED = "captured";
    private static final String LABELS = "labels";
    private static final String JOINED = "joined";

    private final FolderDatabase analysis;
    private final Champion champion;
    private final Span horizon;
    private final Labels.Known labels;

    JoinedPredictions(FolderDatabase analysis, Champion champion, ProjectSpec spec, Labels.Known labels) {
        this.analysis = analysis;
        this.champion = champion;
        LabelSpec label = spec.label();
        this.horizon = label == null ? Span.parse("PT0S") : label.horizon();
        this.labels = labels;
    }

    /**
     * Reads the predictions of a time and joins the labels to them.
     *
     * @param files of captured predictions
     * @param from oldest prediction time, included; null for any
     * @param until newest prediction time, included
     */
    void read(List<Path> files, @Nullable Instant from, Instant until) {
        String since = from == null ? "" : " AND prediction_time >= " + SqlText.literal(from);
        analysis.execute("CREATE TABLE " + CAPTURED + " AS SELECT id, version, channel, prediction_time, key_hash,"
                + " request, inputs, features, output FROM " + rows(files) + " WHERE prediction_time <= "
                + SqlText.literal(until) + since
                + " QUALIFY row_number() OVER (PARTITION BY id ORDER BY prediction_time) = 1");
        analysis.execute("CREATE VIEW " + LABELS + " AS SELECT key_hash, \"value\", available_at, corrected FROM"
                + " read_parquet(" + SqlText.literal(labels.file().toString()) + ")");
        analysis.execute("CREATE VIEW " + JOINED + " AS SELECT p.*, l.available_at, row_number() OVER (PARTITION BY"
                + " p.key_hash, p.channel, p.version ORDER BY p.prediction_time DESC, p.id DESC) = 1 AS newest,"
                + " CASE WHEN l.key_hash IS NULL OR NOT (" + matured() + ") THEN 'none'"
                + " WHEN l.\"value\" IS NULL THEN 'closed' ELSE 'labelled' END AS state, l.\"value\" AS label,"
                + " coalesce(l.corrected, false) AS corrected FROM " + CAPTURED + " p LEFT JOIN " + LABELS
                + " l ON p.key_hash = l.key_hash");
    }

    /** Writes the joined predictions, ordered by id: the same ones give the same bytes. */
    void write(Path file) {
        String inputs = types().entrySet().stream()
                .map(column ->
                        ", " + column(column.getKey(), column.getValue()) + " AS " + SqlText.name(column.getKey()))
                .collect(Collectors.joining());
        String statuses = champion.bundle().manifest().featureTypes().keySet().stream()
                .map(feature ->
                        ", features[" + SqlText.literal(feature) + "].status AS " + JoinedColumns.status(feature))
                .collect(Collectors.joining());
        analysis.execute("COPY (SELECT id AS _id, channel AS _channel, version AS _version, prediction_time AS"
                + " _prediction_time, key_hash AS _key_hash, newest AS _newest, " + score() + " AS _score, CASE WHEN"
                + " state = 'labelled' THEN label END AS _label, state AS _label_state, CASE WHEN state <> 'none' THEN"
                + " available_at END AS _label_available_at, state <> 'none' AND corrected AS _label_corrected" + inputs
                + statuses + " FROM " + JOINED + " ORDER BY id) TO " + SqlText.literal(file.toString())
                + " (FORMAT parquet, COMPRESSION zstd)");
    }

    /**
     * Counts what was joined.
     *
     * @param key under which the joined predictions are stored
     */
    LabelCounts counts(@Nullable Instant from, Instant until, String key) {
        Instant cutOff = champion.manifest().cutOff();
        return new LabelCounts(
                "joined",
                champion.version().model(),
                champion.version().number(),
                from,
                until,
                labels.watermark(),
                cutOff,
                analysis.number("SELECT count(*) FROM " + LABELS + " WHERE \"value\" IS NOT NULL AND available_at > "
                        + SqlText.literal(cutOff)),
                joined("state = 'labelled'"),
                joined("state = 'none'"),
                joined("state = 'closed'"),
                analysis.number("SELECT count(*) FROM " + LABELS + " WHERE \"value\" IS NOT NULL AND available_at > "
                        + SqlText.literal(cutOff) + " AND key_hash NOT IN (SELECT key_hash FROM " + CAPTURED + ")"),
                joined("NOT newest"),
                joined("state <> 'none' AND corrected"),
                key);
    }

    private long joined(String condition) {
        return analysis.number("SELECT count(*) FROM " + JOINED + " WHERE " + condition);
    }

    /** SQL of whether a prediction's horizon has passed; calendar parts are counted in UTC, as everywhere. */
    private String matured() {
        Period period = horizon.period();
        long micros = horizon.duration().toNanos() / 1_000;
        return "p.prediction_time + to_years(" + period.getYears() + ") + to_months(" + period.getMonths()
                + ") + to_days(" + period.getDays() + ") + to_microseconds(" + micros + ") <= "
                + SqlText.literal(labels.watermark());
    }

    private String score() {
        return champion.bundle().manifest().problem() == ProjectSpec.Problem.BINARY
                ? "TRY_CAST(output['probability'] AS DOUBLE)"
                : "TRY_CAST(output['prediction'] AS DOUBLE)";
    }

    /** Types of the request's columns and the model's inputs, each once. */
    private Map<String, ColumnType> types() {
        ProjectSpec trained = champion.bundle().path().spec();
        Map<String, ColumnType> types = new LinkedHashMap<>();
        if (trained.request() != null) {
            trained.request().columns().forEach((name, column) -> types.put(name, column.type()));
        }
        for (String input : champion.bundle().path().inputNames()) {
            ColumnType type = champion.bundle().manifest().featureTypes().get(input);
            if (type == null && trained.features().onDemand().containsKey(input)) {
                type = trained.features().onDemand().get(input).type();
            }
            types.putIfAbsent(input, type == null ? ColumnType.STRING : type);
        }
        return types;
    }

    private static String column(String name, ColumnType type) {
        String place = "[" + SqlText.literal(name) + "]";
        String text = "coalesce(inputs" + place + ", request" + place + ")";
        return switch (type) {
            case INT -> "TRY_CAST(" + text + " AS BIGINT)";
            case DOUBLE, FLOAT32 -> "TRY_CAST(" + text + " AS DOUBLE)";
            case BOOL -> "TRY_CAST(" + text + " AS BOOLEAN)";
            case STRING, TIMESTAMP, DATE -> text;
        };
    }

    /** SQL of the rows of files of captured predictions; without files, no rows. */
    private static String rows(List<Path> files) {
        if (files.isEmpty()) {
            return "(SELECT '' AS id, 0 AS version, '' AS channel, to_timestamp(0) AS prediction_time, '' AS key_hash,"
                    + " MAP {'': ''} AS request, MAP {'': ''} AS inputs, MAP {'': {'status': ''}} AS features,"
                    + " MAP {'': ''} AS output WHERE false)";
        }
        return "read_parquet(" + SqlText.literals(files) + ", union_by_name = true)";
    }
}
