package dev.tidemill.aws.dynamodb;

import dev.tidemill.aws.dynamodb.SearchRows.Stamp;
import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.Run;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One change of a run and what it writes. The run's own fields reach its search row at once; what is logged does at most
 * once a second: between, the row says only that the run must be read.
 *
 * @param writes all or none are made; empty when nothing changes
 */
record RunChange(Run after, List<Table.Write> writes) {
    private static final long ROW_MILLIS = 1000;

    static RunChange of(
            RunItems.Stored stored,
            ExperimentItems.Counted experiment,
            List<Metric> points,
            UnaryOperator<Run> change,
            MetricHistory history,
            long now) {
        Run before = stored.under(experiment);
        Run after = change.apply(before);
        List<Metric> fresh = fresh(stored, points, history);
        if (after.equals(before) && fresh.isEmpty()) {
            return new RunChange(before, List.of());
        }
        PointLog.Appended appended = stored.points().append(fresh);
        boolean same = after.equals(before) && stored.run().active() == before.active();
        Row row = same
                ? new Row(null, stored.indexedAt(), stored.rowWhole())
                : Row.of(stored, before, after, new Stamp(experiment.generation(), stored.version() + 1, now));
        RunItems.Stored next = new RunItems.Stored(
                after, stored.version() + 1, experiment.generation(), appended.log(), row.indexedAt, row.whole);
        List<Table.Write> writes = new ArrayList<>();
        writes.add(new Table.Write(RunItems.write(next), Table.equal("version", stored.version())));
        RunItems.write(after, appended).forEach(item -> writes.add(new Table.Write(item, Table.ABSENT)));
        if (row.bytes != null) {
            writes.add(new Table.Write(SearchRows.write(after, row.bytes), null));
        }
        return new RunChange(after, writes);
    }

    /**
     * What gives a run's search row its data again; empty when the row is as it should be, or may be written again soon,
     * or the data are too large for it.
     */
    static List<Table.Write> repair(RunItems.Stored stored, long now) {
        byte[] row = SearchRows.whole(stored.run(), new Stamp(stored.generation(), stored.version() + 1, now));
        long age = now - stored.indexedAt();
        if (stored.rowWhole() || !SearchRows.isWhole(row) || (age >= 0 && age < ROW_MILLIS)) {
            return List.of();
        }
        RunItems.Stored next = new RunItems.Stored(
                stored.run(), stored.version() + 1, stored.generation(), stored.points(), now, true);
        return List.of(
                new Table.Write(RunItems.write(next), Table.equal("version", stored.version())),
                new Table.Write(SearchRows.write(stored.run(), row), null));
    }

    /**
     * What becomes of the search row.
     *
     * @param bytes null when it stays
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Row(byte @Nullable [] bytes, long indexedAt, boolean whole) {
        static Row of(RunItems.Stored stored, Run before, Run after, Stamp stamp) {
            long now = stamp.millis();
            boolean sameInfo = sameInfo(stored, before, after, stamp.generation());
            boolean tooSoon = sameInfo && now - stored.indexedAt() >= 0 && now - stored.indexedAt() < ROW_MILLIS;
            if (tooSoon) {
                byte[] marked = stored.rowWhole() ? SearchRows.withoutData(after, stamp) : null;
                return new Row(marked, stored.indexedAt(), false);
            }
            byte[] row = SearchRows.whole(after, stamp);
            boolean whole = SearchRows.isWhole(row);
            boolean needless = sameInfo && !whole && !stored.rowWhole() && stored.indexedAt() > 0;
            return new Row(needless ? null : row, now, whole);
        }

        private static boolean sameInfo(RunItems.Stored stored, Run before, Run after, long generation) {
            return stored.generation() == generation
                    && before.active() == stored.run().active()
                    && before.active() == after.active()
                    && before.name().equals(after.name())
                    && before.status().equals(after.status())
                    && Objects.equals(before.endTime(), after.endTime());
        }
    }

    /** Those points that the run does not have yet, each once. */
    private static List<Metric> fresh(RunItems.Stored stored, List<Metric> points, MetricHistory history) {
        if (points.isEmpty()) {
            return points;
        }
        Map<String, Metric> newest = stored.run().metrics();
        Map<Metric, Metric> candidates = new LinkedHashMap<>();
        Set<Metric> doubtful = new HashSet<>();
        for (Metric point : points) {
            Metric bare = point.bare();
            if (candidates.putIfAbsent(bare, point) != null) {
                continue;
            }
            Metric last = newest.get(point.key());
            if (last != null && Run.NEWEST.compare(point, last) <= 0) {
                doubtful.add(bare);
            }
        }
        if (!doubtful.isEmpty()) {
            candidates.keySet().removeAll(history.known(stored.run(), stored.points(), doubtful));
        }
        return List.copyOf(candidates.values());
    }
}
