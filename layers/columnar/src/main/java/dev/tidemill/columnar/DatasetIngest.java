package dev.tidemill.columnar;

import dev.tidemill.contract.project.ProjectSpec.CheckSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.DatasetSpec;
import dev.tidemill.contract.project.ProjectSpec.OnViolation;
import dev.tidemill.contract.project.ProjectSpec.Sql;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.Problem.Detail;
import dev.tidemill.core.failure.ProblemException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one CSV file of a dataset and checks it against the dataset's contract. A row that breaks a rule is kept out,
 * with its line and the rule; a file that breaks its own is refused whole. Nothing leaves the sandbox.
 */
public final class DatasetIngest {
    /** The table of rows that passed, with event time and availability. */
    static final String ACCEPTED = "__accepted";

    private static final int DETAILS = 20;

    private final Sandbox sandbox;
    private final String dataset;
    private final DatasetSpec spec;

    public DatasetIngest(Sandbox sandbox, String dataset, DatasetSpec spec) {
        this.sandbox = sandbox;
        this.dataset = dataset;
        this.spec = spec;
    }

    /**
     * Reads and checks a file.
     *
     * @param filename what messages call it
     * @param stored columns that the dataset's table has already, without its own; empty before the first ingestion
     * @throws ProblemException {@code INVALID_FILE} when the file is empty, no CSV or lacks a column,
     *     {@code SCHEMA_CONFLICT} when the contract gives a stored column another type, {@code INVALID_SQL} when the
     *     contract's SQL cannot be run
     */
    public PreparedIngestion prepare(Path file, String filename, Map<String, ColumnType> stored) {
        CsvStaging staging = CsvStaging.load(
                sandbox,
                file,
                filename,
                required(),
                spec.source().nullValues(),
                spec.source().delimiter());
        Map<String, ColumnType> types = types(staging.columns(), stored);
        TypedRows rows = new TypedRows(sandbox, types, false);
        time(rows);
        rows.check(spec.columns(), spec.key());
        for (CheckSpec check : spec.checks()) {
            if (check.onViolation() == OnViolation.QUARANTINE_ROW) {
                rows.quarantine(check);
            }
        }
        requireTimes(rows);
        duplicates();
        return finish(filename, staging, types, rows);
    }

    private Set<String> required() {
        Set<String> required = new LinkedHashSet<>(spec.key());
        required.add(spec.eventTime());
        required.addAll(spec.outcomes());
        required.addAll(spec.columns().keySet());
        return required;
    }

    private Map<String, ColumnType> types(List<String> header, Map<String, ColumnType> stored) {
        List<Detail> conflicts = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        Map<String, ColumnType> types = new LinkedHashMap<>();
        for (String column : header) {
            ColumnSpec declared = spec.columns().get(column);
            ColumnType known = stored.get(column);
            if (declared != null && known != null && declared.type() != known) {
                conflicts.add(new Detail(
                        "dataset " + dataset + ", column " + column,
                        ColumnTypes.word(declared.type()),
                        ColumnTypes.word(known) + ", as it is stored"));
            }
            if (known == null) {
                stored.keySet().stream()
                        .filter(name -> name.equalsIgnoreCase(column))
                        .forEach(name -> conflicts.add(
                                new Detail("dataset " + dataset + ", column " + column, column, "the name " + name)));
            }
            types.put(column, known != null ? known : declared != null ? declared.type() : ColumnType.STRING);
            if (known == null && declared == null) {
                unknown.add(column);
            }
        }
        if (!conflicts.isEmpty()) {
            throw new ProblemException(
                    "SCHEMA_CONFLICT",
                    "The dataset " + dataset + " is stored with other types; a column's type does not change",
                    conflicts);
        }
        types.putAll(TypeInference.infer(sandbox, unknown));
        ColumnType event = types.getOrDefault(spec.eventTime(), ColumnType.STRING);
        if (event != ColumnType.TIMESTAMP && event != ColumnType.DATE) {
            throw new ProblemException(
                    CsvStaging.INVALID_FILE,
                    "The event time of " + dataset + " has to be a timestamp or a date",
                    List.of(new Detail("column " + spec.eventTime(), ColumnTypes.word(event), "timestamp or date")));
        }
        return types;
    }

    private void time(TypedRows rows) {
        String event = "CAST(" + SqlText.name(spec.eventTime()) + " AS TIMESTAMPTZ)";
        String available;
        Sql sql = spec.availableAt();
        if (sql != null) {
            String type = rows.bind(sql).toUpperCase(Locale.ROOT);
            if (!type.startsWith("TIMESTAMP") && !type.equals("DATE")) {
                throw SqlErrors.invalid(
                        sql, sql.text(), "available-at has to be a timestamp, it is " + type, "a timestamp");
            }
            available = "TRY(CAST((" + sql.text() + "\n) AS TIMESTAMPTZ))";
        } else if (spec.availableAfter() != null) {
            available = event + " + " + SqlText.interval(spec.availableAfter());
        } else {
            available = event;
        }
        if (sql == null) {
            rows.create(", " + event + " AS _event_time, " + available + " AS _available_at", TypedRows.CAST);
        } else {
            try {
                rows.create(", " + event + " AS _event_time, " + available + " AS _available_at", TypedRows.CAST);
            } catch (IllegalStateException e) {
                if (e.getCause() instanceof SQLException cause) {
                    throw SqlErrors.problem(sql, cause);
                }
                throw e;
            }
        }
    }

    private void requireTimes(TypedRows rows) {
        String column = spec.eventTime();
        rows.insertOfWholeRow("t._event_time IS NULL", column, "NULL", "an event time", "event-time");
        Sql sql = spec.availableAt();
        String expected = sql == null ? "a time" : "a time by " + sql.place();
        rows.insertOfWholeRow("t._available_at IS NULL", "", "NULL", "available-at: " + expected, "available-at");
    }

    private void duplicates() {
        String key = SqlText.names(spec.key());
        boolean any = !sandbox.query(
                        "SELECT 1 FROM " + TypedRows.TABLE + " t WHERE " + TypedRows.FAULTLESS + " GROUP BY " + key
                                + " HAVING count(*) > 1 LIMIT 1",
                        found -> found.getInt(1))
                .isEmpty();
        if (!any) {
            return;
        }
        String values = spec.key().stream()
                .map(column -> "CAST(" + SqlText.name(column) + " AS VARCHAR)")
                .reduce((a, b) -> a + ", " + b)
                .orElse("''");
        sandbox.execute("INSERT INTO " + RowFaults.TABLE + " SELECT " + CsvStaging.LINE + ", "
                + SqlText.literal(String.join(", ", spec.key())) + ", concat_ws(', ', " + values
                + "), 'a key that line ' || first_line || ' does not have', 'duplicate-key' FROM (SELECT *, min("
                + CsvStaging.LINE + ") OVER (PARTITION BY " + key + ") AS first_line FROM " + TypedRows.TABLE
                + " t WHERE " + TypedRows.FAULTLESS + ") WHERE " + CsvStaging.LINE + " > first_line");
    }

    private PreparedIngestion finish(
            String filename, CsvStaging staging, Map<String, ColumnType> types, TypedRows rows) {
        long quarantined = RowFaults.rows(sandbox);
        long passed = staging.records() - quarantined;
        sandbox.execute("CREATE OR REPLACE TEMP VIEW " + ACCEPTED + " AS SELECT * FROM " + TypedRows.TABLE + " t"
                + (quarantined == 0 ? "" : " WHERE " + TypedRows.FAULTLESS));
        Path file = null;
        if (quarantined > 0) {
            file = sandbox.newFile(".jsonl");
            RowFaults.write(sandbox, file, staging.columns());
        }
        List<String> warnings = new ArrayList<>();
        Problem rejection = tooMany(filename, quarantined, staging.records());
        if (rejection == null) {
            rejection = wholeFileChecks(filename, rows, warnings);
        }
        String profile = rejection == null ? Profile.of(sandbox, ACCEPTED, types) : "{}";
        return new PreparedIngestion(types, passed, quarantined, file, profile, warnings, rejection);
    }

    private @Nullable Problem tooMany(String filename, long quarantined, long records) {
        if (quarantined <= spec.maxQuarantined() * records && quarantined < records) {
            return null;
        }
        String share = String.format(Locale.ROOT, "%.2f%%", 100.0 * quarantined / records);
        String most = String.format(Locale.ROOT, "%.2f%%", 100.0 * spec.maxQuarantined());
        return new Problem(
                "TOO_MANY_QUARANTINED",
                quarantined + " of " + records + " rows of " + filename + " (" + share + ") break the contract of "
                        + dataset + "; at most " + most + " may (max-quarantined). Nothing was ingested",
                RowFaults.first(sandbox, filename, DETAILS));
    }

    private @Nullable Problem wholeFileChecks(String filename, TypedRows rows, List<String> warnings) {
        for (CheckSpec check : spec.checks()) {
            if (check.onViolation() == OnViolation.QUARANTINE_ROW) {
                continue;
            }
            Sql sql = check.sql();
            String broken;
            if (rows.isAggregate(sql)) {
                broken = "SELECT 'the file' FROM " + ACCEPTED + " HAVING NOT coalesce((" + sql.text() + "\n), true)";
            } else {
                rows.bind(sql);
                broken = "SELECT 'line ' || " + CsvStaging.LINE + " FROM " + ACCEPTED + " WHERE NOT coalesce(TRY(("
                        + sql.text() + "\n)), true) ORDER BY " + CsvStaging.LINE + " LIMIT 1";
            }
            rows.runUserSql(sql, "CREATE OR REPLACE TEMP TABLE __broken AS " + broken);
            List<String> places = sandbox.query("SELECT * FROM __broken", found -> found.getString(1));
            if (places.isEmpty()) {
                continue;
            }
            String message = "check " + check.name() + " does not hold for " + places.getFirst() + " of " + filename
                    + ": " + sql.text().strip();
            if (check.onViolation() == OnViolation.WARN) {
                warnings.add(message);
                continue;
            }
            return new Problem(
                    "CHECK_FAILED",
                    message + ". Nothing was ingested",
                    List.of(new Detail(
                            filename + " " + places.getFirst() + ", check " + check.name(),
                            "false",
                            sql.text().strip())));
        }
        return null;
    }
}
