package dev.tidemill.aws.dynamodb;

import dev.tidemill.aws.dynamodb.ExperimentItems.Counted;
import dev.tidemill.aws.dynamodb.SearchRows.Row;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.RunSearch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Searches the rows of experiments, and reads the runs whose rows lack data that the search needs. */
final class RunIndex {
    private static final int UNREAD_TOGETHER = 1000;

    private final PlainReads reads;

    RunIndex(PlainReads reads) {
        this.reads = reads;
    }

    /**
     * What a search found.
     *
     * @param unread runs that had to be read because their rows did not hold their data
     */
    record Found(List<Run> runs, List<RunItems.Stored> unread) {}

    private record Shard(Counted experiment, int number) {}

    /**
     * A run that may be among the first ones.
     *
     * @param row null when the run has all its data
     */
    private record Candidate(Run run, @Nullable Row row) {}

    Found search(Workspace workspace, List<Counted> experiments, RunSearch search) {
        List<Shard> shards = experiments.stream()
                .flatMap(experiment ->
                        IntStream.range(0, SearchRows.SHARDS).mapToObj(number -> new Shard(experiment, number)))
                .toList();
        Top all = new Top(search);
        List<RunItems.Stored> unread = new ArrayList<>();
        for (Scan scan : Parallel.map(shards, shard -> scan(workspace, shard, search))) {
            scan.top.kept.forEach(all::add);
            unread.addAll(scan.unread);
        }
        return finish(workspace, all.first(), unread);
    }

    private Scan scan(Workspace workspace, Shard shard, RunSearch search) {
        Scan scan = new Scan(workspace, shard.experiment, search);
        String pk = SearchRows.pk(workspace, shard.experiment.experiment().id(), shard.number);
        reads.query(pk, SearchRows.PREFIX, SearchRows.PREFIX + "~", 0, scan::take);
        scan.readPending();
        return scan;
    }

    /** One partition's rows. */
    private final class Scan {
        private final Workspace workspace;
        private final Counted experiment;
        private final RunSearch search;
        private final Top top;
        private final PackReader.Known known = new PackReader.Known();
        private final List<String> pending = new ArrayList<>();
        private final List<RunItems.Stored> unread = new ArrayList<>();

        Scan(Workspace workspace, Counted experiment, RunSearch search) {
            this.workspace = workspace;
            this.experiment = experiment;
            this.search = search;
            this.top = new Top(search);
        }

        boolean take(Map<String, AttributeValue> item) {
            String id =
                    item.getOrDefault(Table.SK, AttributeValue.fromS("")).s().substring(SearchRows.PREFIX.length());
            AttributeValue packed = item.get(SearchRows.PACKED);
            if (packed == null) {
                later(id);
                return true;
            }
            Row row = SearchRows.read(id, packed.b().asByteArrayUnsafe(), experiment, known);
            if (!search.info().test(row.run())) {
                return true;
            }
            if (!search.usesData()) {
                top.add(new Candidate(row.run(), row));
            } else if (row.packed() == null) {
                later(id);
            } else {
                weigh(row.whole(row.packed()));
            }
            return true;
        }

        private void later(String id) {
            pending.add(id);
            if (pending.size() >= UNREAD_TOGETHER) {
                readPending();
            }
        }

        void readPending() {
            for (RunItems.Stored stored : read(workspace, pending)) {
                unread.add(stored);
                Run run = stored.under(experiment);
                if (search.info().test(run)) {
                    weigh(run);
                }
            }
            pending.clear();
        }

        private void weigh(Run run) {
            if (search.whole().test(run)) {
                top.add(new Candidate(run, null));
            }
        }
    }

    private Found finish(Workspace workspace, List<Candidate> first, List<RunItems.Stored> unread) {
        List<String> missing = first.stream()
                .filter(candidate -> candidate.row != null && candidate.row.packed() == null)
                .map(candidate -> candidate.run.id())
                .toList();
        Map<String, RunItems.Stored> read = new HashMap<>();
        read(workspace, missing).forEach(stored -> read.put(stored.run().id(), stored));
        unread.addAll(read.values());
        List<Run> runs = new ArrayList<>(first.size());
        for (Candidate candidate : first) {
            Row row = candidate.row;
            if (row == null) {
                runs.add(candidate.run);
            } else if (row.packed() != null) {
                runs.add(row.whole(row.packed()));
            } else {
                // Nothing deletes a run's item, so that a row's run is there.
                Optional.ofNullable(read.get(candidate.run.id()))
                        .ifPresent(stored -> runs.add(stored.run().withActive(candidate.run.active())));
            }
        }
        return new Found(runs, unread);
    }

    private List<RunItems.Stored> read(Workspace workspace, List<String> ids) {
        return reads.all(ids.stream().map(id -> RunItems.key(workspace, id)).toList()).stream()
                .map(item -> RunItems.read(new ItemReader(EnhancedDocument.fromAttributeValueMap(item))))
                .toList();
    }

    /** The first runs of those added. */
    private static final class Top {
        private final Comparator<Candidate> order;
        private final int limit;
        private final List<Candidate> kept = new ArrayList<>();

        Top(RunSearch search) {
            this.order = Comparator.comparing(Candidate::run, search.order());
            this.limit = search.limit();
        }

        void add(Candidate candidate) {
            kept.add(candidate);
            if (kept.size() >= 2L * limit + 1000) {
                first();
            }
        }

        List<Candidate> first() {
            kept.sort(order);
            if (kept.size() > limit) {
                kept.subList(limit, kept.size()).clear();
            }
            return kept;
        }
    }
}
