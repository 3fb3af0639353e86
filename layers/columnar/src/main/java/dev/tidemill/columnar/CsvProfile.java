package dev.tidemill.columnar;

import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file that no contract describes yet, read as an ingestion would read it. Its rows stay in the sandbox until the
 * next file is read.
 */
public final class CsvProfile {
    private final Sandbox sandbox;
    private final long rows;
    private final Map<String, Column> columns;

    private CsvProfile(Sandbox sandbox, long rows, Map<String, Column> columns) {
        this.sandbox = sandbox;
        this.rows = rows;
        this.columns = columns;
    }

    /**
     * One column as its values look.
     *
     * @param type by {@link TypeInference}
     * @param nulls rows without a value
     * @param distinct different values
     * @param longest characters of the longest value
     */
    public record Column(String name, ColumnType type, long nulls, long distinct, long longest) {}

    /**
     * Reads a file.
     *
     * @param name what messages call it
     * @param nullValues texts that mean null, beside the empty one
     * @param delimiter null for a comma
     * @throws dev.tidemill.core.failure.ProblemException {@code INVALID_FILE} when it is empty or no CSV
     */
    public static CsvProfile read(
            Sandbox sandbox, Path file, String name, Collection<String> nullValues, @Nullable String delimiter) {
        CsvStaging staging = CsvStaging.load(sandbox, file, name, List.of(), nullValues, delimiter);
        Map<String, ColumnType> types = TypeInference.infer(sandbox, staging.columns());
        Map<String, Column> columns = new LinkedHashMap<>();
        types.forEach((column, type) -> {
            String text = SqlText.name(column);
            columns.put(
                    column,
                    sandbox.query(
                                    "SELECT count(*) - count(" + text + "), count(DISTINCT " + text
                                            + "), coalesce(max(length(" + text + ")), 0) FROM " + CsvStaging.TABLE,
                                    row -> new Column(column, type, row.getLong(1), row.getLong(2), row.getLong(3)))
                            .getFirst());
        });
        return new CsvProfile(sandbox, sandbox.number("SELECT count(*) FROM " + CsvStaging.TABLE), columns);
    }

    /** Records with the right number of fields. */
    public long rows() {
        return rows;
    }

    /** The columns by name, in order. */
    public Map<String, Column> columns() {
        return columns;
    }

    /**
     * The values of a column that occur most, most often first.
     *
     * @return how often by value; nulls do not count
     */
    public Map<String, Long> commonest(String column, int most) {
        Map<String, Long> found = new LinkedHashMap<>();
        String text = SqlText.name(column);
        sandbox.query(
                        "SELECT " + text + ", count(*) AS n FROM " + CsvStaging.TABLE + " WHERE " + text
                                + " IS NOT NULL GROUP BY 1 ORDER BY n DESC, 1 LIMIT " + most,
                        row -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(value -> found.put(value.getKey(), value.getValue()));
        return found;
    }

    /** Whether every row has values in these columns, and no two rows the same ones. */
    public boolean identify(Collection<String> names) {
        String struct = names.stream().map(SqlText::name).collect(Collectors.joining(", ", "row(", ")"));
        String complete =
                names.stream().map(name -> SqlText.name(name) + " IS NOT NULL").collect(Collectors.joining(" AND "));
        return sandbox.number("SELECT count(DISTINCT " + struct + ") FROM " + CsvStaging.TABLE + " WHERE " + complete)
                == rows;
    }

    /** Whether a column has no value only in rows in which another has none either. */
    public boolean missesOnlyWith(String column, String other) {
        return sandbox.number("SELECT count(*) FROM " + CsvStaging.TABLE + " WHERE " + SqlText.name(column)
                        + " IS NULL AND " + SqlText.name(other) + " IS NOT NULL")
                == 0;
    }

    /** Of these texts those that stand in a column as values. */
    public List<String> present(String column, Collection<String> texts) {
        return sandbox.query(
                "SELECT DISTINCT " + SqlText.name(column) + " FROM " + CsvStaging.TABLE + " WHERE "
                        + SqlText.name(column) + " IN ("
                        + texts.stream().map(SqlText::literal).collect(Collectors.joining(", ")) + ")",
                row -> row.getString(1));
    }

    /**
     * Times at which shares of the rows lie, in microseconds since the epoch.
     *
     * @param column of timestamps or dates
     * @param shares ascending, from 0 to 1
     */
    public List<Long> times(String column, List<Double> shares) {
        String time = "epoch_us(" + Casts.cast(SqlText.name(column), ColumnType.TIMESTAMP, false) + ")";
        List<Long> times = new ArrayList<>();
        for (double share : shares) {
            times.add(sandbox.number(
                    "SELECT coalesce(quantile_disc(" + time + ", " + share + "), 0) FROM " + CsvStaging.TABLE));
        }
        return times;
    }

    /** How many different hours of the day (UTC) the times of a column have. */
    public long hours(String column) {
        return sandbox.number("SELECT count(DISTINCT hour("
                + Casts.cast(SqlText.name(column), ColumnType.TIMESTAMP, false) + ")) FROM " + CsvStaging.TABLE);
    }
}
