package dev.tidemill.aws.dynamodb;

import dev.tidemill.aws.dynamodb.ExperimentItems.Counted;
import dev.tidemill.aws.dynamodb.FirstRuns.Candidate;
import dev.tidemill.aws.dynamodb.SearchRows.Row;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.RunSearch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Searches the partitions of experiments side by side, and reads the runs whose rows lack data that the search needs.
 *
 * <p>No run that was there when a search began is missed, though rows are written and packed meanwhile: a row goes away
 * only when one at least as new has long been in the partition under a later sort key, and a search reads in the order
 * of the sort keys.
 */
final class RunIndex {
    private static final int GROWTH = 4;
    private static final int UNREAD_TOGETHER = 1000;
    private static final int MOST_IN_PAGE = 100;

    private final PlainReads reads;

    RunIndex(PlainReads reads) {
        this.reads = reads;
    }

    /**
     * What a search found.
     *
     * @param unread runs that had to be read because their rows did not hold their data
     * @param shards as far as they were read
     */
    record Found(List<Run> runs, List<RunItems.Stored> unread, List<RunShard> shards) {}

    Found search(Workspace workspace, List<Counted> experiments, RunSearch search, long now) {
        List<RunShard> shards = experiments.stream()
                .flatMap(experiment -> IntStream.range(0, SearchRows.SHARDS)
                        .mapToObj(number -> new RunShard(reads, workspace, experiment, number, search, now)))
                .toList();
        FirstRuns all = new FirstRuns(search);
        step(workspace, shards, all, RunShard::readLoose);
        int page = firstPage(search, Math.max(1, shards.size()));
        while (true) {
            long cutoff = all.cutoff();
            List<RunShard> open =
                    shards.stream().filter(shard -> shard.needs(cutoff)).toList();
            if (open.isEmpty()) {
                break;
            }
            int most = page;
            step(workspace, open, all, shard -> shard.readSegments(most));
            page = page > MOST_IN_PAGE ? 0 : page * GROWTH;
        }
        List<RunItems.Stored> unread = new ArrayList<>();
        shards.forEach(shard -> unread.addAll(shard.unread()));
        return finish(workspace, all.first(), unread, shards);
    }

    private void step(Workspace workspace, List<RunShard> shards, FirstRuns all, Consumer<RunShard> step) {
        Parallel.map(shards, shard -> {
            step.accept(shard);
            return shard;
        });
        Map<String, RunShard> pending = new LinkedHashMap<>();
        shards.forEach(shard -> shard.takePending().forEach(id -> pending.put(id, shard)));
        List<String> ids = List.copyOf(pending.keySet());
        for (int from = 0; from < ids.size(); from += UNREAD_TOGETHER) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + UNREAD_TOGETHER));
            for (RunItems.Stored stored : RunItems.read(reads, workspace, some)) {
                Objects.requireNonNull(pending.get(stored.run().id())).take(stored);
            }
        }
        shards.forEach(shard -> shard.drainTo(all));
    }

    /** Segments that each shard has to read if its runs are as new as the others', and one to see that they are enough. */
    private static int firstPage(RunSearch search, int shards) {
        if (!search.newestFirst()) {
            return 0;
        }
        long each = (long) search.limit() * 3 / 2 / shards;
        return (int) Math.min(MOST_IN_PAGE, each / RunPacker.Sizes.USUAL.rows() + 2);
    }

    private Found finish(
            Workspace workspace, List<Candidate> first, List<RunItems.Stored> unread, List<RunShard> shards) {
        List<String> missing = first.stream()
                .filter(candidate -> candidate.row() != null && candidate.row().packed() == null)
                .map(candidate -> candidate.run().id())
                .toList();
        Map<String, RunItems.Stored> read = new HashMap<>();
        RunItems.read(reads, workspace, missing)
                .forEach(stored -> read.put(stored.run().id(), stored));
        unread.addAll(read.values());
        List<Run> runs = new ArrayList<>(first.size());
        for (Candidate candidate : first) {
            Row row = candidate.row();
            if (row == null) {
                runs.add(candidate.run());
            } else if (row.packed() != null) {
                runs.add(row.whole(row.packed()));
            } else {
                // Nothing deletes a run's item, so that a row's run is there.
                Optional.ofNullable(read.get(candidate.run().id()))
                        .ifPresent(stored ->
                                runs.add(stored.run().withActive(candidate.run().active())));
            }
        }
        return new Found(runs, unread, shards);
    }
}
