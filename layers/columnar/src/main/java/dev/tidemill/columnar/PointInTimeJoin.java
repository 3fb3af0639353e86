package dev.tidemill.columnar;

import dev.tidemill.columnar.FeatureViews.ViewTable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Joins requests to feature views as of each request's own time. Of a view's rows for the request's entity, those count
 * whose event time and availability are both not after the request's time; the latest event time wins, then the latest
 * availability; a winner whose event is older than the view's time to live reads as missing. Of a view joined {@code at},
 * those rows count whose event time equals the request's column and whose availability is not after the request's time;
 * the latest availability wins, and the time to live bounds its age. This is the rule of Feast's historical retrieval
 * (newest event within the time to live, ties by creation time) with the availability required as well, so that no
 * request sees what was not known at its time.
 *
 * <p>A row can count from the later of its two times on. Among the rows that count, a later one replaces the winner only
 * when it wins over all before it, so the winners alone, ordered by the time from which they count, answer every request
 * by one ordered search. Winners are found and searched by row number, without the features, which are fetched for the
 * rows found.
 */
final class PointInTimeJoin {
    /** Ending of a view's column that says how its row stands: PRESENT, STALE or MISSING. */
    static final String STATUS = "#status";

    /** Ending of a view's column with the seconds from the event time, or the availability, to the request's time. */
    static final String AGE = "#age_seconds";

    private static final String KNOWN = "__known";
    private static final String RANK = "__rank";
    private static final String FOUND = "__found";

    private final Sandbox sandbox;
    private final boolean keepStale;
    private final boolean withStatus;

    /**
     * @param keepStale whether a value older than the time to live is kept
     * @param withStatus whether each view adds {@code view.#status} and {@code view.#age_seconds}
     */
    PointInTimeJoin(Sandbox sandbox, boolean keepStale, boolean withStatus) {
        this.sandbox = sandbox;
        this.keepStale = keepStale;
        this.withStatus = withStatus;
    }

    /**
     * The joined relation as a SELECT from {@code r}: the columns of the requests, then {@code view.feature} for each
     * view.
     *
     * @param requests name of a relation
     * @param time its column with the request's time
     */
    String select(String requests, String time, List<ViewTable> views) {
        StringBuilder columns = new StringBuilder();
        StringBuilder found = new StringBuilder("SELECT q.*");
        StringBuilder search = new StringBuilder(" FROM " + SqlText.name(requests) + " q");
        StringBuilder fetch = new StringBuilder();
        String at = SqlText.name(time);
        for (int i = 0; i < views.size(); i++) {
            ViewTable view = views.get(i);
            String v = "v" + i;
            found.append(", w" + i + ".__row AS " + FOUND + i);
            search.append(search(view, "w" + i, "q." + at));
            fetch.append(" LEFT JOIN " + SqlText.name(view.table()) + " " + v + " ON " + v + ".rowid = r." + FOUND + i);
            columns(columns, view, v, "r." + at);
        }
        String own = views.isEmpty()
                ? "r.*"
                : "r.* EXCLUDE ("
                        + IntStream.range(0, views.size())
                                .mapToObj(i -> FOUND + i)
                                .collect(Collectors.joining(", "))
                        + ")";
        return "SELECT " + own + columns + " FROM (" + found + search + ") r" + fetch;
    }

    private String search(ViewTable view, String w, String at) {
        boolean ahead = view.view().knownAhead();
        String event = ahead
                ? " AND CAST(q." + SqlText.name(String.valueOf(view.view().time())) + " AS TIMESTAMPTZ) = " + w + "."
                        + FeatureViews.EVENT
                : "";
        return " ASOF LEFT JOIN " + (ahead ? newest(view) : winners(view)) + " " + w + " ON CAST(q."
                + SqlText.name(view.view().on()) + " AS VARCHAR) = " + w + "." + FeatureViews.ENTITY + event + " AND "
                + at + " >= " + w + "." + KNOWN;
    }

    private void columns(StringBuilder columns, ViewTable view, String v, String at) {
        String since = v + "." + (view.view().knownAhead() ? FeatureViews.AVAILABLE : FeatureViews.EVENT);
        String fresh = view.view().ttl() == null
                ? since + " IS NOT NULL"
                : since + " >= " + at + " - " + SqlText.interval(view.view().ttl());
        for (String feature : view.features().keySet()) {
            String value = v + "." + SqlText.name(feature);
            columns.append(", ")
                    .append(keepStale ? value : "CASE WHEN " + fresh + " THEN " + value + " END")
                    .append(" AS ")
                    .append(SqlText.name(view.name() + "." + feature));
        }
        if (withStatus) {
            columns.append(", CASE WHEN " + since + " IS NULL THEN 'MISSING' WHEN " + fresh
                    + " THEN 'PRESENT' ELSE 'STALE' END AS " + SqlText.name(view.name() + "." + STATUS)
                    + ", CAST(floor((epoch_us(" + at + ") - epoch_us(" + since + ")) / 1000000) AS BIGINT) AS "
                    + SqlText.name(view.name() + "." + AGE));
        }
    }

    /** The rows that win at some time; of several that count from the same time on, the last winner. */
    private String winners(ViewTable view) {
        String table = SqlText.name("__winners_" + view.name());
        rank(view, table);
        boolean tied = !sandbox.query("SELECT 1 FROM " + table + " WHERE __tied LIMIT 1", rows -> rows.getInt(1))
                .isEmpty();
        if (tied) {
            dropTied(view);
            rank(view, table);
        }
        return table;
    }

    private void rank(ViewTable view, String table) {
        // both times in one number whose order is theirs, for a running maximum of numbers is fast
        String rank = "(CAST(epoch_us(" + FeatureViews.EVENT + ") AS HUGEINT) << 64) + CAST(epoch_us("
                + FeatureViews.AVAILABLE + ") AS HUGEINT)";
        String known = "greatest(" + FeatureViews.EVENT + ", " + FeatureViews.AVAILABLE + ")";
        String order = "PARTITION BY " + FeatureViews.ENTITY + " ORDER BY " + KNOWN + ", " + RANK;
        String running = "max(" + RANK + ") OVER (" + order + " ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)";
        sandbox.execute("CREATE OR REPLACE TEMP TABLE " + table + " AS SELECT __row, " + FeatureViews.ENTITY + ", "
                + KNOWN + ", lag(" + RANK + ") OVER (" + order + ") IS NOT DISTINCT FROM " + RANK
                + " AS __tied FROM (SELECT rowid AS __row, " + FeatureViews.ENTITY + ", " + known + " AS " + KNOWN
                + ", " + rank + " AS " + RANK + " FROM " + SqlText.name(view.table()) + ") QUALIFY " + RANK + " = "
                + running + " AND lead(" + KNOWN + ") OVER (" + order + ") IS DISTINCT FROM " + KNOWN);
    }

    /** The rows of a view joined {@code at}, which each may win from its availability on. */
    private String newest(ViewTable view) {
        String table = SqlText.name("__ahead_" + view.name());
        dropTied(view);
        sandbox.execute("CREATE OR REPLACE TEMP TABLE " + table + " AS SELECT rowid AS __row, " + FeatureViews.ENTITY
                + ", " + FeatureViews.EVENT + ", " + FeatureViews.AVAILABLE + " AS " + KNOWN + " FROM "
                + SqlText.name(view.table()));
        return table;
    }

    /** Of several rows with the same times, leaves the one that comes last in the order of the features. */
    private void dropTied(ViewTable view) {
        String table = SqlText.name(view.table());
        String last = view.features().keySet().stream()
                .map(feature -> SqlText.name(feature) + " DESC NULLS FIRST")
                .collect(Collectors.joining(", "));
        sandbox.execute("DELETE FROM " + table + " WHERE rowid IN (SELECT rowid FROM " + table
                + " QUALIFY row_number() OVER (PARTITION BY " + FeatureViews.ENTITY + ", " + FeatureViews.EVENT + ", "
                + FeatureViews.AVAILABLE + (last.isEmpty() ? "" : " ORDER BY " + last) + ") > 1)");
    }
}
