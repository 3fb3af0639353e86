package dev.tidemill.core.tracking;

import java.util.Comparator;
import java.util.function.Predicate;

/**
 * What runs to find.
 *
 * @param info holds of a run's own fields; it is asked with runs that may lack metrics, params, tags and links
 * @param whole holds of a run with all its data
 * @param usesData whether {@code whole} or {@code order} look at metrics, params, tags or links; when not, a store need
 *     not read them of runs that are not returned
 * @param order of the result; it must tell any two runs apart
 * @param limit most runs to return, positive
 */
public record RunSearch(Predicate<Run> info, Predicate<Run> whole, boolean usesData, Comparator<Run> order, int limit) {
    /** Newest start first, then by id. */
    public static final Comparator<Run> NEWEST_FIRST =
            Comparator.comparingLong(Run::startTime).reversed().thenComparing(Run::id);

    /** All runs, newest start first. */
    public static RunSearch newest(int limit) {
        return new RunSearch(run -> true, run -> true, false, NEWEST_FIRST, limit);
    }
}
