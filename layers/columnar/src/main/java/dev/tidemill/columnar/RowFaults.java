package dev.tidemill.columnar;

import dev.tidemill.core.failure.Problem.Detail;
import java.nio.file.Path;
import java.util.List;

/** The faults of single rows, in the DuckDB table {@value #TABLE}: line, column, value, what was expected, rule. */
final class RowFaults {
    static final String TABLE = "__faults";

    private RowFaults() {}

    static void create(Sandbox sandbox) {
        sandbox.execute("CREATE OR REPLACE TABLE " + TABLE + " (" + CsvStaging.LINE
                + " BIGINT, \"column\" VARCHAR, \"value\" VARCHAR, expected VARCHAR, \"rule\" VARCHAR)");
    }

    /** How many rows have at least one fault. */
    static long rows(Sandbox sandbox) {
        return sandbox.number("SELECT count(DISTINCT " + CsvStaging.LINE + ") FROM " + TABLE);
    }

    /** The first faults by line. */
    static List<Detail> first(Sandbox sandbox, String file, int most) {
        return sandbox.query(
                "SELECT " + CsvStaging.LINE + ", \"column\", coalesce(\"value\", 'null'), expected, \"rule\" FROM "
                        + TABLE + " ORDER BY ALL LIMIT " + most,
                rows -> {
                    String column = rows.getString(2);
                    String place = file + " line " + rows.getLong(1) + (column.isEmpty() ? "" : ", column " + column);
                    return new Detail(
                            place,
                            SqlErrors.shorten(rows.getString(3)),
                            rows.getString(4) + " (rule " + rows.getString(5) + ")");
                });
    }

    /** Writes one JSON object a line for every row with faults: {@code line}, {@code faults}, {@code row}. */
    static void write(Sandbox sandbox, Path file, List<String> columns) {
        StringBuilder row = new StringBuilder();
        for (String column : columns) {
            row.append(row.isEmpty() ? "" : ", ")
                    .append(SqlText.literal(column))
                    .append(", r.")
                    .append(SqlText.name(column));
        }
        sandbox.execute("COPY (SELECT f.line, f.faults, CASE WHEN r." + CsvStaging.LINE
                + " IS NULL THEN NULL ELSE json_object(" + row + ") END AS \"row\" FROM (SELECT " + CsvStaging.LINE
                + " AS line, list({'column': \"column\", 'value': \"value\", 'expected': expected, 'rule': \"rule\"}"
                + " ORDER BY \"column\", \"rule\") AS faults FROM " + TABLE + " GROUP BY ALL) f LEFT JOIN "
                + CsvStaging.TABLE + " r ON r." + CsvStaging.LINE + " = f.line ORDER BY f.line) TO "
                + SqlText.literal(file.toString()) + " (FORMAT json)");
    }
}
