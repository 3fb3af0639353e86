package dev.tidemill.monitoring;

import dev.tidemill.columnar.FolderDatabase;
import dev.tidemill.learning.FeatureSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Summarises the rows of a relation in the shape that drift is told from, inside DuckDB: no more than a sample or the
 * most frequent categories of a column are ever in memory. Samples and counts are those that the reference was
 * summarised by. For one thread at a time.
 */
final class CurrentRows {
    private static final int CATEGORIES = 500;
    private static final int DISTINCT_LIMIT = 100_000;

    private final FolderDatabase analysis;
    private final String relation;
    private final long rows;

    /**
     * @param relation SQL of a relation, such as a table's name
     */
    CurrentRows(FolderDatabase analysis, String relation) {
        this.analysis = analysis;
        this.relation = relation;
        this.rows = analysis.number("SELECT count(*) FROM " + relation);
    }

    /** Rows of the relation. */
    long rows() {
        return rows;
    }

    /**
     * Numbers with mean, deviation and a sample at evenly spaced ranks.
     *
     * @param number SQL of a double
     */
    FeatureSummary numeric(String number) {
        String values = "(SELECT x FROM (SELECT " + number + " AS x FROM " + relation + ") WHERE x IS NOT NULL)";
        record Moments(long present, int distinct, double mean, double deviation) {}
        Moments moments = analysis.query(
                        "SELECT count(*), least(count(DISTINCT x), " + DISTINCT_LIMIT
                                + "), coalesce(favg(x), 0), coalesce(stddev_pop(x), 0) FROM " + values,
                        row -> new Moments(row.getLong(1), row.getInt(2), row.getDouble(3), row.getDouble(4)))
                .getFirst();
        long size = Math.min(FeatureSummary.SAMPLE, moments.present);
        List<Double> sample = analysis.query(
                "SELECT x FROM (SELECT x, row_number() OVER (ORDER BY x) - 1 AS place FROM " + values
                        + ") WHERE place IN (SELECT CAST(floor((i + 0.5) * " + moments.present + " / " + size
                        + ") AS BIGINT) FROM range(" + size + ") t(i)) ORDER BY x",
                row -> row.getDouble(1));
        return new FeatureSummary(
                "numeric",
                rows,
                rows - moments.present,
                moments.distinct,
                moments.mean,
                moments.deviation,
                sample,
                Map.of());
    }

    /**
     * Numbers of which the reference had so few that they are compared as categories.
     *
     * @param number SQL of a double
     */
    FeatureSummary numbersAsCategories(String number) {
        return counted(number, counts(number, row -> Double.toString(row.getDouble(1))));
    }

    /**
     * @param text SQL of a text
     */
    FeatureSummary categories(String text) {
        return counted(text, counts(text, row -> row.getString(1)));
    }

    /** How often each value stands in a column, nulls left out; for columns of few values. */
    Map<String, Long> counts(String text) {
        Map<String, Long> counts = new LinkedHashMap<>();
        analysis.each(
                "SELECT x, count(*) FROM (SELECT " + text + " AS x FROM " + relation
                        + ") WHERE x IS NOT NULL GROUP BY x ORDER BY x",
                row -> counts.put(row.getString(1), row.getLong(2)));
        return counts;
    }

    /** Rows of which a condition holds. */
    long count(String condition) {
        return analysis.number("SELECT count(*) FROM " + relation + " WHERE " + condition);
    }

    private record Counted(String value, long rows) {}

    private List<Counted> counts(String value, FolderDatabase.Row<String> word) {
        List<Counted> counts = new ArrayList<>();
        analysis.each(
                "SELECT x, count(*) AS n FROM (SELECT " + value + " AS x FROM " + relation
                        + ") WHERE x IS NOT NULL GROUP BY x ORDER BY n DESC, x LIMIT " + CATEGORIES,
                row -> counts.add(new Counted(word.read(row), row.getLong(2))));
        return counts;
    }

    private FeatureSummary counted(String value, List<Counted> frequent) {
        record Totals(long present, int distinct) {}
        Totals totals = analysis.query(
                        "SELECT count(x), least(count(DISTINCT x), " + DISTINCT_LIMIT + ") FROM (SELECT " + value
                                + " AS x FROM " + relation + ")",
                        row -> new Totals(row.getLong(1), row.getInt(2)))
                .getFirst();
        Map<String, Long> counts = new LinkedHashMap<>();
        frequent.forEach(entry -> counts.put(entry.value, entry.rows));
        long listed = frequent.stream().mapToLong(Counted::rows).sum();
        if (totals.present > listed) {
            counts.put(FeatureSummary.OTHER, totals.present - listed);
        }
        return new FeatureSummary("categorical", rows, rows - totals.present, totals.distinct, 0, 0, List.of(), counts);
    }
}
