package dev.tidemill.columnar;

import dev.tidemill.columnar.FeatureViews.ViewTable;
import java.util.List;

/**
 * Joins requests to feature views as of each request's own time. Of a view's rows for the request's entity, those count
 * whose event time and availability are both not after the request's time; the latest event time wins, then the latest
 * availability; a winner older than the view's time to live reads as missing.
 *
 * <p>A row can count from the later of its two times on. Among the rows that count, a later one replaces the winner only
 * when it wins over all before it, so the winners alone, ordered by the time from which they count, answer every request
 * by one ordered search.
 */
final class PointInTimeJoin {
    /** Ending of a view's column that says how its row stands: PRESENT, STALE or MISSING. */
    static final String STATUS = "#status";

    /** Ending of a view's column with the seconds from the event time to the request's time. */
    static final String AGE = "#age_seconds";

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
     * The joined relation as a SELECT: the columns of the requests, then {@code view.feature} for each view.
     *
     * @param requests name of a relation
     * @param time its column with the request's time
     */
    String select(String requests, String time, List<ViewTable> views) {
        StringBuilder columns = new StringBuilder("SELECT r.*");
        StringBuilder from = new StringBuilder(" FROM " + SqlText.name(requests) + " r");
        String at = "r." + SqlText.name(time);
        for (int i = 0; i < views.size(); i++) {
            ViewTable view = views.get(i);
            String winners = winners(view);
            String v = "v" + i;
            String fresh = fresh(view, v, at);
            for (String feature : view.features().keySet()) {
                String value = v + "." + SqlText.name(feature);
                columns.append(", ")
                        .append(keepStale ? value : "CASE WHEN " + fresh + " THEN " + value + " END")
                        .append(" AS ")
                        .append(SqlText.name(view.name() + "." + feature));
            }
            if (withStatus) {
                String event = v + "." + FeatureViews.EVENT;
                columns.append(", CASE WHEN " + event + " IS NULL THEN 'MISSING' WHEN " + fresh
                        + " THEN 'PRESENT' ELSE 'STALE' END AS " + SqlText.name(view.name() + "." + STATUS)
                        + ", CAST(floor((epoch_us(" + at + ") - epoch_us(" + event + ")) / 1000000) AS BIGINT) AS "
                        + SqlText.name(view.name() + "." + AGE));
            }
            from.append(" ASOF LEFT JOIN " + SqlText.name(winners) + " " + v + " ON CAST(r."
                    + SqlText.name(view.view().on()) + " AS VARCHAR) = " + v + "." + FeatureViews.ENTITY + " AND " + at
                    + " >= " + v + ".__known");
        }
        return columns.append(from).toString();
    }

    private static String fresh(ViewTable view, String v, String at) {
        if (view.view().ttl() == null) {
            return v + "." + FeatureViews.EVENT + " IS NOT NULL";
        }
        return v + "." + FeatureViews.EVENT + " >= " + at + " - "
                + SqlText.interval(view.view().ttl());
    }

    private String winners(ViewTable view) {
        String table = "__winners_" + view.name();
        String entity = "PARTITION BY " + FeatureViews.ENTITY;
        String ties = view.features().isEmpty()
                ? ""
                : ", " + SqlText.names(view.features().keySet());
        sandbox.execute("CREATE OR REPLACE TEMP TABLE " + SqlText.name(table) + " AS SELECT * EXCLUDE (__rank) FROM"
                + " (SELECT *, greatest(" + FeatureViews.EVENT + ", " + FeatureViews.AVAILABLE
                + ") AS __known, row_number() OVER (" + entity + " ORDER BY " + FeatureViews.EVENT + ", "
                + FeatureViews.AVAILABLE + ties + ") AS __rank FROM " + SqlText.name(view.table())
                + ") QUALIFY __rank = max(__rank) OVER (" + entity
                + " ORDER BY __known RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)");
        return table;
    }
}
