package dev.tidemill.aws.dynamodb;

import dev.tidemill.aws.dynamodb.PlainReads.ItemKey;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.MetricPage;
import dev.tidemill.core.tracking.MetricSample;
import dev.tidemill.core.tracking.Run;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads the points of runs' metrics. */
final class MetricHistory {
    private static final int MOST_BYTES = 8_000_000;
    private static final int MOST_SAMPLED_PACKS = 400;
    private static final int PAGE = 200;
    private static final String LAST = RunItems.POINTS + "~";

    private final PlainReads reads;

    MetricHistory(PlainReads reads) {
        this.reads = reads;
    }

    /**
     * A place between points.
     *
     * @param sk of the pack, or of the pack that the tail will be
     * @param at place within it of the next point
     */
    private record Place(String sk, int at) {
        static Place of(String text) {
            int colon = text.lastIndexOf(':');
            String sk = RunItems.POINTS + text.substring(0, Math.max(0, colon));
            if (!text.matches("(n\\d{10}|\\d{12}#\\d{4}):\\d{1,9}")) {
                throw new ProblemException("INVALID_PARAMETER_VALUE", "Invalid page token: " + text);
            }
            return new Place(sk, Integer.parseInt(text.substring(colon + 1)));
        }

        String text() {
            return sk.substring(RunItems.POINTS.length()) + ":" + at;
        }
    }

    MetricPage page(RunItems.Stored stored, String key, String from, int limit) {
        Gathering gathering = new Gathering(key, limit, from.isEmpty() ? new Place("", 0) : Place.of(from));
        String tailSk = RunItems.packSk(stored.points().packs());
        String first = from.isEmpty() ? RunItems.POINTS : gathering.start.sk;
        if (first.compareTo(tailSk) < 0
                && (stored.points().first() || stored.points().packs() > 0)) {
            reads.query(pk(stored.run()), first, LAST, PAGE, item -> {
                String sk = Table.text(item, Table.SK);
                // A pack that was made since the run was read holds the tail that was read with it.
                return sk.compareTo(tailSk) < 0 && gathering.take(sk, bytes(item, "points"));
            });
        }
        if (gathering.next == null) {
            gathering.take(tailSk, PackedPoints.write(stored.points().tail()));
        }
        return new MetricPage(gathering.points, gathering.next);
    }

    /** What a page gathers. */
    private static final class Gathering {
        private final String key;
        private final int limit;
        private final Place start;
        private final List<Metric> points = new ArrayList<>();
        private long bytes;
        private @Nullable String next;

        Gathering(String key, int limit, Place start) {
            this.key = key;
            this.limit = limit;
            this.start = start;
        }

        boolean take(String sk, byte[] packed) {
            int begin = sk.equals(start.sk) ? start.at : 0;
            if (bytes > MOST_BYTES) {
                next = new Place(sk, begin).text();
                return false;
            }
            bytes += packed.length;
            for (PackedPoints.Placed placed : PackedPoints.placed(packed, key)) {
                if (placed.at() < begin) {
                    continue;
                }
                if (points.size() == limit) {
                    next = new Place(sk, placed.at()).text();
                    return false;
                }
                points.add(placed.point());
            }
            return true;
        }
    }

    List<Metric> sampled(
            RunItems.Stored stored, String key, @Nullable Long firstStep, @Nullable Long lastStep, int most) {
        PointLog log = stored.points();
        List<Metric> points = new ArrayList<>();
        if (log.first()) {
            reads.query(pk(stored.run()), RunItems.POINTS, RunItems.packSk(0), PAGE, item -> {
                PackedPoints.placed(bytes(item, "points"), key).forEach(placed -> points.add(placed.point()));
                return true;
            });
        }
        List<Long> packs = packs(
                stored.run(),
                log,
                range -> (firstStep == null || range.toStep() >= firstStep)
                        && (lastStep == null || range.fromStep() <= lastStep));
        readPacks(stored.run(), spread(packs))
                .forEach(packed -> PackedPoints.placed(packed, key).forEach(placed -> points.add(placed.point())));
        log.tail().stream().filter(point -> point.key().equals(key)).forEach(points::add);
        return MetricSample.of(new LinkedHashSet<>(points), firstStep, lastStep, most);
    }

    private static List<Long> spread(List<Long> packs) {
        if (packs.size() <= MOST_SAMPLED_PACKS) {
            return packs;
        }
        Set<Long> chosen = new TreeSet<>();
        for (int i = 0; i < MOST_SAMPLED_PACKS; i++) {
            chosen.add(packs.get((int) ((long) i * (packs.size() - 1) / (MOST_SAMPLED_PACKS - 1))));
        }
        return List.copyOf(chosen);
    }

    /** Those of some points that a run has already. */
    Set<Metric> known(Run run, PointLog log, Set<Metric> asked) {
        Set<Metric> found = new HashSet<>();
        log.tail().forEach(point -> keep(point, asked, found));
        if (log.first()) {
            reads.query(pk(run), RunItems.POINTS, RunItems.packSk(0), PAGE, item -> {
                PackedPoints.read(bytes(item, "points")).forEach(point -> keep(point, asked, found));
                return true;
            });
        }
        Set<Metric> left = new HashSet<>(asked);
        left.removeAll(found);
        if (!left.isEmpty()) {
            List<Long> packs = packs(run, log, range -> left.stream().anyMatch(range::mayHold));
            for (byte[] packed : readPacks(run, packs)) {
                PackedPoints.read(packed).forEach(point -> keep(point, asked, found));
            }
        }
        return found;
    }

    private static void keep(Metric point, Set<Metric> asked, Set<Metric> found) {
        Metric bare = point.bare();
        if (asked.contains(bare)) {
            found.add(bare);
        }
    }

    /** The numbers of packs whose range may be wanted, ascending. */
    private List<Long> packs(Run run, PointLog log, Predicate<PointLog.Range> wanted) {
        List<Long> packs = new ArrayList<>();
        List<Long> blocks = LongStream.range(0, log.blocks().size())
                .filter(number -> wanted.test(log.blocks().get((int) number)))
                .boxed()
                .toList();
        List<ItemKey> keys = blocks.stream()
                .map(number -> new ItemKey(pk(run), RunItems.blockSk(number)))
                .toList();
        for (Map<String, AttributeValue> item : reads.all(keys)) {
            long number = Long.parseLong(Table.text(item, Table.SK).replaceAll("\\D", ""));
            add(packs, number * PointLog.BLOCK, PointLog.readBlock(bytes(item, "ranges")), wanted);
        }
        add(packs, (long) log.blocks().size() * PointLog.BLOCK, log.open(), wanted);
        return packs.stream().sorted().toList();
    }

    private static void add(
            List<Long> packs, long first, List<PointLog.Range> ranges, Predicate<PointLog.Range> wanted) {
        for (int i = 0; i < ranges.size(); i++) {
            if (wanted.test(ranges.get(i))) {
                packs.add(first + i);
            }
        }
    }

    private List<byte[]> readPacks(Run run, List<Long> packs) {
        List<ItemKey> keys = packs.stream()
                .map(number -> new ItemKey(pk(run), RunItems.packSk(number)))
                .toList();
        return reads.all(keys).stream().map(item -> bytes(item, "points")).toList();
    }

    private static String pk(Run run) {
        Workspace workspace = run.workspace();
        return RunItems.pk(workspace, run.id());
    }

    private static byte[] bytes(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new IllegalStateException("item " + item.get(Table.PK) + " lacks attribute '" + name + "'");
        }
        return value.b().asByteArrayUnsafe();
    }
}
