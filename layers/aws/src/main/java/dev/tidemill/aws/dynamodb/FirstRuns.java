package dev.tidemill.aws.dynamodb;

import dev.tidemill.aws.dynamodb.SearchRows.Row;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.RunSearch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first ones, in a search's order, of the runs that were added. */
final class FirstRuns {
    private static final int SLACK = 1000;

    private final Comparator<Candidate> order;
    private final boolean newestFirst;
    private final int limit;
    private final List<Candidate> kept = new ArrayList<>();

    FirstRuns(RunSearch search) {
        this.order = Comparator.comparing(Candidate::run, search.order());
        this.newestFirst = search.newestFirst();
        this.limit = search.limit();
    }

    /**
     * A run that may be among the first ones.
     *
     * @param run with what the search looks at
     * @param row where the rest is; null when the run has all its data
     */
    record Candidate(Run run, @Nullable Row row) {}

    void add(Candidate candidate) {
        kept.add(candidate);
        if (kept.size() >= 2L * limit + SLACK) {
            first();
        }
    }

    void forget(String id) {
        kept.removeIf(candidate -> candidate.run.id().equals(id));
    }

    /** Hands over what it has, and is empty afterwards. */
    void drainTo(FirstRuns all) {
        kept.forEach(all::add);
        kept.clear();
    }

    /** In their order, at most so many as the search wants. */
    List<Candidate> first() {
        kept.sort(order);
        if (kept.size() > limit) {
            kept.subList(limit, kept.size()).clear();
        }
        return kept;
    }

    /** A run that started before this is not among the first ones, whatever else is added. */
    long cutoff() {
        if (!newestFirst || first().size() < limit) {
            return Long.MIN_VALUE;
        }
        return kept.getLast().run.startTime();
    }
}
