package dev.tidemill.load;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.RunSearch;
import dev.tidemill.load.Figure.Quantity;
import dev.tidemill.load.Figure.Spread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How the cost of a search grows with the runs of its experiment: read units, requests and milliseconds, before and after
 * the runs' rows were packed, through the store's adapter without function and gateway.
 */
final class SearchGrowth {
    /** The system property makes a trial short. */
    private static final List<Integer> SIZES = Stream.of(
                    System.getProperty("tidemill.growth", "1000,10000,100000").split(","))
            .map(Integer::valueOf)
            .toList();

    private static final int MOST = 100;

    private final TrackedRuns runs;
    private final int rounds;

    SearchGrowth(TrackedRuns runs, int rounds) {
        this.runs = runs;
        this.rounds = rounds;
    }

    private enum Kind {
        NEWEST("100 newest runs above a metric's value"),
        BEST("100 best runs by a metric");

        private final String what;

        Kind(String what) {
            this.what = what;
        }

        RunSearch search() {
            return new RunSearch(
                    run -> true,
                    run -> metric(run) > 0.2,
                    true,
                    Set.of("metric3"),
                    this == NEWEST
                            ? RunSearch.NEWEST_FIRST
                            : Comparator.comparingDouble(SearchGrowth::metric).thenComparing(Run::id),
                    this == NEWEST,
                    MOST);
        }
    }

    /** Hands out a figure for each size, state and search. */
    void measure(Consumer<Figure> figures) {
        for (int size : SIZES) {
            String loose = runs.experiment("loose");
            runs.createRows(loose, size, () -> {});
            for (Kind kind : Kind.values()) {
                // Once: a search packs, so that the next one is not the same.
                figures.accept(figure(kind, loose, size, 1, "unpacked"));
            }
            String packed = runs.experiment("packed");
            runs.createRows(packed, size, () -> search(Kind.NEWEST, packed));
            for (int i = 0; i < 3; i++) {
                search(Kind.BEST, packed);
            }
            for (Kind kind : Kind.values()) {
                figures.accept(figure(kind, packed, size, rounds, "packed"));
            }
        }
    }

    private Figure figure(Kind kind, String experiment, int size, int times, String state) {
        List<Double> milliseconds = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            runs.reset();
            long begin = System.nanoTime();
            search(kind, experiment);
            milliseconds.add((System.nanoTime() - begin) / 1e6);
        }
        return Figure.spread(
                Part.TRACKING,
                "search, " + kind.what + " of " + size + ", " + state,
                new Quantity(Statistics.median(milliseconds), "ms"),
                new Spread(Statistics.percentile(milliseconds, 0.5), Statistics.percentile(milliseconds, 0.99)),
                null,
                times,
                String.format(Locale.ROOT, "%d read units, %d requests", runs.units(), runs.requests())
                        + (state.equals("packed") ? "" : " with the first packing's")
                        + "; adapter on the emulator's DynamoDB, rows only");
    }

    private void search(Kind kind, String experiment) {
        int size = runs.tracking
                .searchRuns(Workspace.DEFAULT, List.of(experiment), kind.search())
                .size();
        if (size != MOST && !kind.equals(Kind.NEWEST)) {
            throw new MeasurementException("a search found " + size + " runs: expected " + MOST);
        }
    }

    private static double metric(Run run) {
        return run.metrics()
                .getOrDefault("metric3", new Metric("metric3", -1, 0, 0))
                .value();
    }
}
