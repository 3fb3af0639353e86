package dev.tidemill.core.tracking;

import java.util.Comparator;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What runs to find.
 *
 * @param info holds of a run's own fields; it is asked with runs that may lack metrics, params, tags and links
 * @param whole holds of a run with its data, of which only what {@code keys} names need be there
 * @param usesData whether {@code whole} or {@code order} look at metrics, params, tags or links; when not, a store need
 *     not read them of runs that are not returned
 * @param keys of the metrics, params and tags that {@code whole} and {@code order} look at when they look at no links;
 *     null when they look at all data
 * @param order of the result; it must tell any two runs apart
 * @param newestFirst whether the order puts a later start before an earlier one, so that a store need not look at runs
 *     that started before the last one to return
 * @param limit most runs to return, positive
 */
public record RunSearch(
        Predicate<Run> info,
        Predicate<Run> whole,
        boolean usesData,
        @Nullable Set<String> keys,
        Comparator<Run> order,
        boolean newestFirst,
        int limit) {
    /** Newest start first, then by id. */
    public static final Comparator<Run> NEWEST_FIRST =
            Comparator.comparingLong(Run::startTime).reversed().thenComparing(Run::id);

    public RunSearch {
        keys = keys == null ? null : Set.copyOf(keys);
    }

    /** A search that may look at all data of a run. */
    public RunSearch(Predicate<Run> info, Predicate<Run> whole, boolean usesData, Comparator<Run> order, int limit) {
        this(info, whole, usesData, null, order, order.equals(NEWEST_FIRST), limit);
    }

    /** All runs, newest start first. */
    public static RunSearch newest(int limit) {
        return new RunSearch(run -> true, run -> true, false, NEWEST_FIRST, limit);
    }
}
