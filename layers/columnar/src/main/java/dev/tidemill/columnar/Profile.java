package dev.tidemill.columnar;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a relation hold, as a JSON object: {@code profileVersion} 1, {@code rows}, and by column its type,
 * count of values and nulls, an estimate of the distinct ones (HyperLogLog), least and greatest; for numbers the mean,
 * the sample's standard deviation, quantiles (t-digest) and a histogram of 20 bins of equal width; for texts and truth
 * values the ten most frequent.
 */
final class Profile {
    private static final int BINS = 20;
    private static final String QUANTILES = "[0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]";

    private Profile() {}

    static String of(Sandbox sandbox, String relation, Map<String, ColumnType> columns) {
        ObjectNode profile = Json.object();
        profile.put("profileVersion", 1);
        profile.put("rows", sandbox.number("SELECT count(*) FROM " + relation));
        ObjectNode byColumn = profile.putObject("columns");
        columns.forEach((name, type) -> byColumn.set(name, column(sandbox, relation, name, type)));
        return Json.write(profile);
    }

    private static ObjectNode column(Sandbox sandbox, String relation, String name, ColumnType type) {
        String column = SqlText.name(name);
        boolean number = type == ColumnType.INT || type == ColumnType.DOUBLE || type == ColumnType.FLOAT32;
        String sql = "SELECT count(" + column + "), count(*) - count(" + column + "), approx_count_distinct(" + column
                + "), CAST(min(" + column + ") AS VARCHAR), CAST(max(" + column + ") AS VARCHAR)"
                + (number
                        ? ", avg(" + column + "), stddev_samp(" + column + "), to_json(approx_quantile(CAST(" + column
                                + " AS DOUBLE), " + QUANTILES + "))"
                        : "")
                + " FROM " + relation;
        ObjectNode node = sandbox.query(sql, rows -> {
                    ObjectNode found = Json.object();
                    found.put("type", ColumnTypes.word(type));
                    found.put("count", rows.getLong(1));
                    found.put("nulls", rows.getLong(2));
                    found.put("distinct", rows.getLong(3));
                    put(found, "min", rows.getString(4), number);
                    put(found, "max", rows.getString(5), number);
                    if (number && rows.getLong(1) > 0) {
                        found.put("mean", rows.getDouble(6));
                        found.put("standardDeviation", rows.getDouble(7));
                        ObjectNode quantiles = found.putObject("quantiles");
                        var values = Json.parse(rows.getString(8));
                        var shares = Json.parse(QUANTILES);
                        for (int i = 0; i < values.size(); i++) {
                            quantiles.set(shares.get(i).asText(), values.get(i));
                        }
                    }
                    return found;
                })
                .getFirst();
        if (number && node.path("count").asLong() > 0) {
            node.set("histogram", histogram(sandbox, relation, column, node));
        } else if (type == ColumnType.STRING || type == ColumnType.BOOL) {
            node.set("top", top(sandbox, relation, column));
        }
        return node;
    }

    private static void put(ObjectNode node, String key, @Nullable String value, boolean number) {
        if (value == null) {
            node.putNull(key);
        } else if (number) {
            node.put(key, Double.parseDouble(value));
        } else {
            node.put(key, SqlErrors.shorten(value));
        }
    }

    private static ObjectNode histogram(Sandbox sandbox, String relation, String column, ObjectNode node) {
        double min = node.path("min").asDouble();
        double max = node.path("max").asDouble();
        long[] counts = new long[BINS];
        String bin = max > min
                ? "least(" + (BINS - 1) + ", CAST(floor((CAST(" + column + " AS DOUBLE) - " + min + "::DOUBLE) / ("
                        + max + "::DOUBLE - " + min + "::DOUBLE) * " + BINS + ") AS INTEGER))"
                : "0";
        List<long[]> found = sandbox.query(
                "SELECT " + bin + " AS bin, count(*) FROM " + relation + " WHERE " + column
                        + " IS NOT NULL GROUP BY ALL",
                rows -> new long[] {rows.getLong(1), rows.getLong(2)});
        found.forEach(pair -> counts[(int) Math.max(0, pair[0])] = pair[1]);
        ObjectNode histogram = Json.object();
        histogram.put("from", min);
        histogram.put("to", max);
        ArrayNode bins = histogram.putArray("counts");
        for (long count : counts) {
            bins.add(count);
        }
        return histogram;
    }

    private static ArrayNode top(Sandbox sandbox, String relation, String column) {
        ArrayNode top = Json.mapper().createArrayNode();
        sandbox.query(
                        "SELECT CAST(" + column + " AS VARCHAR) AS v, count(*) AS n FROM " + relation + " WHERE "
                                + column + " IS NOT NULL GROUP BY ALL ORDER BY n DESC, v LIMIT 10",
                        rows -> Map.entry(SqlErrors.shorten(rows.getString(1)), rows.getLong(2)))
                .forEach(entry -> top.addObject().put("value", entry.getKey()).put("count", entry.getValue()));
        return top;
    }
}
