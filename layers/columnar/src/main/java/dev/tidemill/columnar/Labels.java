package dev.tidemill.columnar;

import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.LabelSpec;
import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import dev.tidemill.contract.project.ProjectSpec.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The labels of a project that were known at a time: of several for one key, the one that became available last. */
final class Labels {
    /** Table with the request's key, {@code value} and {@code available_at}; a null value is closed without a label. */
    static final String TABLE = "__labels";

    private Labels() {}

    /**
     * Computes the labels known at a time into {@value #TABLE}.
     *
     * @return how many keys had a correction
     */
    static long known(ProjectData data, Instant watermark) {
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
        sandbox.execute("CREATE OR REPLACE TEMP TABLE " + TABLE + " AS SELECT * FROM " + known
                + " QUALIFY row_number() OVER (PARTITION BY " + names
                + " ORDER BY available_at DESC, \"value\") = 1");
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
