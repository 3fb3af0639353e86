package dev.tidemill.aws.dynamodb;

import dev.tidemill.aws.dynamodb.RunShard.Loose;
import dev.tidemill.aws.dynamodb.SearchSegment.PackedRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Moves rows that are quiet from items of their own to segments, once a search has seen many, so that the next search
 * reads less. A packing that fails or ends halfway leaves what is right: the next search tries again.
 *
 * <p>Why no row is lost. A segment never loses a run, and a run's row in it is only replaced by a newer one; both are
 * conditions of its writing. A loose row is deleted after the segment with it was written, if it is still the same: a
 * row holds the run's version, so that an older row never comes back. So at any time the rows at and behind any sort key
 * are at least as new as they were, and a reader in the order of the keys finds each run as new as when it began.
 *
 * <p>Why no run is in two segments. The mark is read before the segments, and a packing that another came before in the
 * same partition is refused. (If it were not, the greater version would count, and a row be kept in vain.)
 */
final class RunPacker {
    private static final int MOST_BYTES = 300_000;
    private static final int MOST_SEGMENTS = 4;

    private final Table table;
    private final Sizes sizes;

    RunPacker(Table table, Sizes sizes) {
        this.table = table;
        this.sizes = sizes;
    }

    /**
     * How much is packed together.
     *
     * @param rows of a new segment
     * @param newer rows for which a segment is written again
     */
    record Sizes(int rows, int newer) {
        static final Sizes USUAL = new Sizes(50, 10);
    }

    /** Packs what is worth it of what a search read. */
    void pack(List<RunShard> shards) {
        List<Packing> packings = shards.stream()
                .map(shard -> Packing.of(shard, sizes))
                .filter(packing -> !packing.packed.isEmpty())
                .toList();
        Parallel.map(packings, this::pack);
    }

    private boolean pack(Packing packing) {
        try {
            if (!packing.segments.isEmpty()) {
                List<Table.Write> writes = new ArrayList<>();
                writes.add(packing.shard.mark());
                packing.segments.forEach(segment -> writes.add(new Table.Write(
                        segment.write(packing.shard.pk),
                        segment.version() == 1
                                ? Table.ABSENT
                                : Table.equal(SearchSegment.VERSION, segment.version() - 1))));
                if (!table.transact(writes)) {
                    return false;
                }
            }
            for (int from = 0; from < packing.packed.size(); from += Table.BATCH) {
                Map<String, AttributeValue> rows = new HashMap<>();
                packing.packed
                        .subList(from, Math.min(packing.packed.size(), from + Table.BATCH))
                        .forEach(loose -> rows.put(loose.sk(), value(loose.row())));
                table.transactDeleting(packing.shard.pk, SearchRows.PACKED, rows);
            }
            return true;
        } catch (SdkException notNow) {
            // A search does not fail because it could not make the next one cheaper.
            return false;
        }
    }

    private static AttributeValue value(PackedRow row) {
        return AttributeValue.fromB(SdkBytes.fromByteArray(row.bytes()));
    }

    /**
     * What is written to one shard.
     *
     * @param packed loose rows that are in segments as soon as these are written
     */
    private record Packing(RunShard shard, Sizes sizes, List<SearchSegment> segments, List<Loose> packed) {
        static Packing of(RunShard shard, Sizes sizes) {
            Packing packing = new Packing(shard, sizes, new ArrayList<>(), new ArrayList<>());
            Map<String, Loose> left = new HashMap<>();
            shard.packable(sizes.rows).forEach(loose -> left.put(loose.row().id(), loose));
            if (!left.isEmpty()) {
                packing.replace(left);
                packing.add(left.values().stream()
                        .sorted(Comparator.comparingLong(Loose::start))
                        .toList());
            }
            return packing;
        }

        /** Writes newer rows of runs into the segments that hold them. */
        private void replace(Map<String, Loose> left) {
            for (SearchSegment segment : shard.outdated()) {
                Map<String, Loose> newer = new LinkedHashMap<>();
                List<PackedRow> rows = new ArrayList<>();
                int bytes = 0;
                for (PackedRow row : segment.rows()) {
                    Loose loose = left.remove(row.id());
                    long ahead = loose == null ? -1 : loose.version() - SearchRows.version(row);
                    if (loose != null && ahead > 0) {
                        newer.put(row.id(), loose);
                        rows.add(loose.row());
                    } else {
                        rows.add(row);
                    }
                    if (loose != null && ahead == 0) {
                        packed.add(loose);
                    }
                    bytes += rows.getLast().size();
                }
                if (newer.size() >= sizes.newer && bytes <= MOST_BYTES && segments.size() < MOST_SEGMENTS) {
                    segments.add(new SearchSegment(segment.sk(), segment.version() + 1, rows));
                    packed.addAll(newer.values());
                }
            }
        }

        /** Makes new segments, each of runs that started one after another. */
        private void add(List<Loose> rows) {
            List<Loose> next = new ArrayList<>();
            int bytes = 0;
            for (Loose loose : rows) {
                next.add(loose);
                bytes += loose.row().size();
                if (next.size() == sizes.rows || bytes > MOST_BYTES) {
                    if (segments.size() == MOST_SEGMENTS) {
                        return;
                    }
                    Loose last = next.getLast();
                    segments.add(new SearchSegment(
                            SearchSegment.sk(last.start(), last.row().id()),
                            1,
                            next.stream().map(Loose::row).toList()));
                    packed.addAll(next);
                    next.clear();
                    bytes = 0;
                }
            }
        }
    }
}
