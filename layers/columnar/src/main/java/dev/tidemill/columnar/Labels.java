package dev.tidemill.columnar;

import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.LabelSpec;
import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import dev.tidemill.contract.project.ProjectSpec.Sql;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/** The labels of a project that were known at a time: of several for one key, the one that became available last. */
public final class Labels {
    /**
     * Table with the request's key, {@code value}, {@code available_at} and {@code corrected}; a null value is closed
     * without a label.
     */
    static final String TABLE = "__labels";

    private Labels() {}

    /**
     * Labels in a file of the sandbox, one row a request key.
     *
     * @param file Parquet with {@code key_hash}, {@code value} (1 or 0 in a binary problem, the number in a regression,
     *     null when closed without a label), {@code available_at} and {@code corrected} (whether it replaced an earlier
     *     one)
     * @param watermark up to which they are known
     */
    public record Known(Path file, Instant watermark, long rows) {}

    /**
     * Computes the labels known at a time.
     *
     * @param data with every dataset of {@link ProjectData#readByLabels}
     * @param until labels that became available later do not count; null for all that are known
     */
    public static Known known(ProjectData data, @Nullable Instant until) {
        Instant newest = data.labelWatermark();
        Instant watermark = until != null && until.isBefore(newest) ? until : newest;
        create(data, watermark);
        Sandbox sandbox = data.sandbox();
        hash(data);
        Path file = sandbox.newFile(".parquet");
        sandbox.execute("COPY (SELECT h.key_hash, " + number(data, "l.\"value\"")
                + " AS \"value\", l.available_at, l.corrected FROM "
                + TABLE + " l JOIN __label_hashes h USING (__label_row) ORDER BY l.available_at, h.key_hash) TO "
                + SqlText.literal(file.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
        return new Known(file, watermark, sandbox.number("SELECT count(*) FROM " + TABLE));
    }

    /**
     * The text of a key's value, of which the key's hash is made: an instant as {@link Instant#toString}, a number in
     * decimal, a truth value as {@code true} or {@code false}; empty for null.
     */
    public static String keyText(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static void hash(ProjectData data) {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        Map<String, ColumnType> all = RequestColumns.types(data.request());
        data.request().key().forEach(name -> types.put(name, all.getOrDefault(name, ColumnType.STRING)));
        Sandbox sandbox = data.sandbox();
        sandbox.execute("CREATE OR REPLACE TEMP TABLE __label_hashes (__label_row BIGINT, key_hash VARCHAR)");
        try (DuckDBAppender hashes = sandbox.connection().createAppender("temp", "main", "__label_hashes")) {
            sandbox.query("SELECT __label_row, " + SqlText.names(types.keySet()) + " FROM " + TABLE, rows -> {
                Map<String, String> key = new LinkedHashMap<>();
                Values.read(rows, 2, types).forEach((name, value) -> key.put(name, keyText(value)));
                hashes.beginRow();
                hashes.append(rows.getLong(1));
                hashes.append(Json.hash(key));
                hashes.endRow();
                return true;
            });
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB: " + SqlErrors.message(e), e);
        }
    }

    /**
     * SQL of a label's value as a number: 1 for the positive value and 0 for others in a binary problem, the number in a
     * regression; null for null.
     */
    static String number(ProjectData data, String value) {
        if (data.spec().goal().problem() == ProjectSpec.Problem.REGRESSION) {
            return value;
        }
        Object positive = data.label().positive();
        String hit;
        if (positive == null || positive instanceof Boolean) {
            hit = "CAST(" + value + " AS BOOLEAN) = " + !Boolean.FALSE.equals(positive);
        } else if (positive instanceof Number number) {
            hit = "CAST(" + value + " AS DOUBLE) = " + number;
        } else {
            hit = "CAST(" + value + " AS VARCHAR) = " + SqlText.literal(positive.toString());
        }
        return "CASE WHEN " + value + " IS NULL THEN NULL WHEN " + hit + " THEN 1.0::DOUBLE ELSE 0.0::DOUBLE END";
    }

    /**
     * Computes the labels known at a time into {@value #TABLE}.
     *
     * @return how many rows a later one replaced
     */
    static long create(ProjectData data, Instant watermark) {
        LabelSpec label = data.label();
        RequestSpec request = data.request();
        Sql sql = label.sql();
        List<String> expected = new ArrayList<>(request.key());
        expected.add("value");
        expected.add("available_at");
        Map<String, String> found = data.requireColumns(sql, expected);
        Map<String, ColumnType> types = RequestColumns.types(request);
        String key = request.key().stream()
                .map(name -> RequestColumns.convert(
                        sql, name, found.getOrDefault(name, ""), types.getOrDefault(name, ColumnType.STRING)))
                .collect(Collectors.joining(", "));
        String value = convert(sql, data.spec(), found.getOrDefault("value", ""));
        Sandbox sandbox = data.sandbox();
        data.datasets().create("__label_rows", sql);
        String names = SqlText.names(request.key());
        String known = "(SELECT " + key + ", " + value
                + " AS \"value\", CAST(available_at AS TIMESTAMPTZ) AS available_at FROM __label_rows)"
                + " WHERE available_at <= " + SqlText.literal(watermark);
        sandbox.execute(
                "CREATE OR REPLACE TEMP TABLE " + TABLE + " AS SELECT *, row_number() OVER () AS __label_row FROM"
                        + " (SELECT *, count(*) OVER (PARTITION BY " + names + ") > 1 AS corrected FROM " + known
                        + " QUALIFY row_number() OVER (PARTITION BY " + names
                        + " ORDER BY available_at DESC, \"value\") = 1)");
        long rows = sandbox.number("SELECT count(*) FROM " + known);
        sandbox.execute("DROP TABLE __label_rows");
        return rows - sandbox.number("SELECT count(*) FROM " + TABLE);
    }

    private static String convert(Sql sql, ProjectSpec spec, String duckType) {
        ColumnType found = ColumnTypes.ofDuck(duckType).orElse(ColumnType.STRING);
        boolean number = found == ColumnType.INT || found == ColumnType.DOUBLE || found == ColumnType.FLOAT32;
        if (spec.goal().problem() == ProjectSpec.Problem.REGRESSION) {
            if (!number) {
                throw SqlErrors.invalid(
                        sql, duckType, "the label's value is " + duckType + " in a regression", "a number");
            }
            return "CAST(\"value\" AS DOUBLE)";
        }
        return "CAST(\"value\" AS " + ColumnTypes.duck(found) + ")";
    }
}
