package dev.tidemill.aws.dynamodb;

import dev.tidemill.aws.dynamodb.ExperimentItems.Counted;
import dev.tidemill.aws.dynamodb.SearchRows.Row;
import dev.tidemill.aws.dynamodb.SearchSegment.PackedRow;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.RunSearch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One partition of an experiment's rows as one search reads it: first the loose rows and, behind them, the mark of the
 * last packing, then, unless there is no mark, segments from late to early starts as far as they are needed. Of several
 * rows of a run the one of the greatest version counts. Used by one thread at a time.
 */
final class RunShard {
    /** Sort key of the mark, behind those of the loose rows and before those of the segments. */
    static final String MARK = SearchRows.PREFIX + "~";

    /** So many loose rows whose segments are not known are worth reading all segments. */
    private static final int MOST_UNPLACED = 500;

    private final Counted experiment;
    private final RunSearch search;
    private final long now;
    private final PlainReads reads;
    private final FirstRuns found;
    private final PackReader.Known known = new PackReader.Known();
    private final Map<String, Long> versions = new HashMap<>();
    private final Set<String> superseded = new HashSet<>();
    private final List<String> pending = new ArrayList<>();
    private final List<RunItems.Stored> unread = new ArrayList<>();
    private final Map<String, Loose> quiet = new HashMap<>();
    private final List<SearchSegment> outdated = new ArrayList<>();
    final String pk;
    private long packings;
    private long earliest = Long.MAX_VALUE;
    private @Nullable String after;
    private boolean complete;

    RunShard(PlainReads reads, Workspace workspace, Counted experiment, int number, RunSearch search, long now) {
        this.reads = reads;
        this.experiment = experiment;
        this.search = search;
        this.now = now;
        this.found = new FirstRuns(search);
        this.pk = SearchRows.pk(workspace, experiment.experiment().id(), number);
    }

    /** A row that is an item of its own and may be packed. */
    record Loose(PackedRow row, long start, long version) {
        /** The sort key of its item. */
        String sk() {
            return SearchRows.PREFIX + row.id();
        }
    }

    /** Reads the loose rows. */
    void readLoose() {
        reads.query(pk, SearchRows.PREFIX, MARK, 0, this::takeLoose);
        complete = packings == 0;
    }

    /** Whether segments have to be read that may hold runs with this start or a later one. */
    boolean needs(long start) {
        return !complete && (earliest >= start || unplaced() >= MOST_UNPLACED);
    }

    /**
     * Reads segments by one request.
     *
     * @param most segments; 0 for as many as fit
     */
    void readSegments(int most) {
        PlainReads.Page page = reads.page(pk, SearchSegment.PREFIX, SearchSegment.PREFIX + "~", after, most);
        page.items().forEach(this::takeSegment);
        after = page.next();
        complete = after == null;
    }

    /** Ids of runs that have to be read, told once. */
    List<String> takePending() {
        List<String> ids = List.copyOf(pending);
        pending.clear();
        return ids;
    }

    /** Looks at a run that had to be read. */
    void take(RunItems.Stored stored) {
        unread.add(stored);
        Run run = stored.under(experiment);
        if (search.info().test(run) && search.whole().test(run)) {
            found.add(new FirstRuns.Candidate(run, null));
        }
    }

    /** Hands over what was found since the last time. */
    void drainTo(FirstRuns all) {
        superseded.forEach(all::forget);
        superseded.clear();
        found.drainTo(all);
    }

    /** Runs that had to be read because their rows did not hold their data. */
    List<RunItems.Stored> unread() {
        return unread;
    }

    /** Loose rows that may be packed and whose segments, if there are any, have been read; empty when they are few. */
    List<Loose> packable(int least) {
        if (quiet.size() < least) {
            return List.of();
        }
        return quiet.values().stream()
                .filter(loose -> complete || loose.start > earliest)
                .toList();
    }

    /** Read segments that hold an older row of a run that has a loose one, or the same. */
    List<SearchSegment> outdated() {
        return outdated;
    }

    /** What a packing writes beside its segments, if no other came first since the segments were read. */
    Table.Write mark() {
        EnhancedDocument mark = new ItemWriter(pk, MARK)
                .number(SearchSegment.VERSION, packings + 1)
                .build();
        return new Table.Write(mark, packings == 0 ? Table.ABSENT : Table.equal(SearchSegment.VERSION, packings));
    }

    private long unplaced() {
        return quiet.size() < MOST_UNPLACED
                ? 0
                : quiet.values().stream()
                        .filter(loose -> loose.start <= earliest)
                        .count();
    }

    private boolean takeLoose(Map<String, AttributeValue> item) {
        String sk = Table.text(item, Table.SK);
        if (sk.equals(MARK)) {
            packings = Table.number(item, SearchSegment.VERSION);
            return true;
        }
        String id = sk.substring(SearchRows.PREFIX.length());
        AttributeValue packed = item.get(SearchRows.PACKED);
        if (packed == null) {
            versions.put(id, Long.MAX_VALUE);
            pending.add(id);
            return true;
        }
        byte[] bytes = packed.b().asByteArrayUnsafe();
        PackedRow row = new PackedRow(id, bytes, 0, bytes.length);
        Row read = SearchRows.read(row, experiment, known);
        if (read.packed() != null && read.quiet(now)) {
            quiet.put(id, new Loose(row, read.run().startTime(), read.stamp().version()));
        }
        take(read);
        return true;
    }

    private void takeSegment(Map<String, AttributeValue> item) {
        String sk = Table.text(item, Table.SK);
        earliest = SearchSegment.start(sk);
        AttributeValue packed = item.getOrDefault(SearchRows.PACKED, AttributeValue.fromNul(true));
        SearchSegment segment = SearchSegment.read(sk, Table.number(item, SearchSegment.VERSION), packed.b());
        boolean replaced = false;
        for (PackedRow row : segment.rows()) {
            replaced |= quiet.containsKey(row.id());
            take(SearchRows.read(row, experiment, known));
        }
        if (replaced) {
            outdated.add(segment);
        }
    }

    private void take(Row row) {
        Run run = row.run();
        Long other = versions.get(run.id());
        if (other != null && other >= row.stamp().version()) {
            return;
        }
        versions.put(run.id(), row.stamp().version());
        if (other != null) {
            found.forget(run.id());
            superseded.add(run.id());
        }
        if (!search.info().test(run)) {
            return;
        }
        PackReader data = row.packed();
        if (!search.usesData()) {
            found.add(new FirstRuns.Candidate(run, row));
        } else if (data == null) {
            pending.add(run.id());
        } else {
            Run some = row.some(data, search.keys());
            if (search.whole().test(some)) {
                found.add(new FirstRuns.Candidate(some, row));
            }
        }
    }
}
