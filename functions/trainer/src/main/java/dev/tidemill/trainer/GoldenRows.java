package dev.tidemill.trainer;

import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.learning.GoldenRow;
import dev.tidemill.learning.RequestPath;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the rows that a version has to reproduce before it is deployed: up to a hundred test rows that serving
 * accepts, spread over the split. What the project rejects (missing features, unseen categories) is never among them,
 * because the deployed version would refuse it too. For one use.
 */
final class GoldenRows {
    private static final int MOST = 100;
    private static final Set<String> REJECTIONS = Set.of("MISSING_FEATURE", "UNSEEN_CATEGORY");

    private final RequestPath path;
    private final List<SplitRows.Example> examples;
    private final BitSet asked = new BitSet();
    private final SortedMap<Integer, GoldenRow> accepted = new TreeMap<>();
    private @Nullable Problem rejection;

    private GoldenRows(RequestPath path, List<SplitRows.Example> examples) {
        this.path = path;
        this.examples = examples;
    }

    /**
     * @param path with the new model at its end
     * @return as many as are accepted, at most 100, at least one, in the order of the examples
     * @throws ProblemException {@code NO_GOLDEN_ROWS} when serving would accept none of the examples
     */
    static List<GoldenRow> of(RequestPath path, List<SplitRows.Example> examples) {
        return new GoldenRows(path, examples).choose();
    }

    private List<GoldenRow> choose() {
        int wanted = Math.min(MOST, examples.size());
        for (int part = 0; part < wanted; part++) {
            int end = from(part + 1, wanted);
            for (int row = from(part, wanted); row < end && !accepts(row); row++) {}
        }
        for (int row = 0; row < examples.size() && accepted.size() < wanted; row++) {
            if (!asked.get(row)) {
                accepts(row);
            }
        }
        if (accepted.isEmpty()) {
            throw new ProblemException(
                    "NO_GOLDEN_ROWS",
                    "Serving would accept none of the " + examples.size()
                            + " test rows, so that nothing could show that a deployed version answers as it was"
                            + " trained: see serving.missing and training.inputs.categorical.unseen.",
                    Optional.ofNullable(rejection).map(Problem::details).orElse(List.of()));
        }
        return List.copyOf(accepted.values());
    }

    private int from(int part, int parts) {
        return (int) ((long) part * examples.size() / parts);
    }

    private boolean accepts(int row) {
        asked.set(row);
        SplitRows.Example example = examples.get(row);
        try {
            accepted.put(row, GoldenRow.of(path.predict(example.request(), example.features())));
            return true;
        } catch (ProblemException e) {
            if (!REJECTIONS.contains(e.problem().code())) {
                throw e;
            }
            rejection = e.problem();
            return false;
        }
    }
}
