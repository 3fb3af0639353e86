package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.tracking.Metric;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a run's points lie: the youngest within the run's item, the others in packs that are numbered from 0 and never
 * change. Of each pack it knows the range of times and steps, so that whether a point was logged before is answered by
 * reading few packs. The ranges of full blocks of packs lie in items of their own; of them only one range is kept here.
 *
 * @param first whether there are packs of the first format too, which lie before all others
 * @param blocks range of each full block
 * @param open ranges of the packs behind the full blocks
 * @param tail the youngest points
 */
record PointLog(boolean first, List<Range> blocks, List<Range> open, List<Metric> tail) {
    /** Packs whose ranges make a block. */
    static final int BLOCK = 256;

    static final PointLog EMPTY = new PointLog(false, List.of(), List.of(), List.of());

    /** Of a run of the first format. */
    static final PointLog FIRST = new PointLog(true, List.of(), List.of(), List.of());

    private static final int FORMAT = 1;
    private static final int MOST_IN_TAIL = 100;
    private static final int MOST_IN_PACK = 2000;

    PointLog {
        blocks = List.copyOf(blocks);
        open = List.copyOf(open);
        tail = List.copyOf(tail);
    }

    /**
     * What times and steps some points have.
     *
     * @param points how many they are
     */
    record Range(long fromTime, long toTime, long fromStep, long toStep, int points) {
        static Range of(List<Metric> points) {
            long fromTime = Long.MAX_VALUE;
            long toTime = Long.MIN_VALUE;
            long fromStep = Long.MAX_VALUE;
            long toStep = Long.MIN_VALUE;
            for (Metric point : points) {
                fromTime = Math.min(fromTime, point.timestamp());
                toTime = Math.max(toTime, point.timestamp());
                fromStep = Math.min(fromStep, point.step());
                toStep = Math.max(toStep, point.step());
            }
            return new Range(fromTime, toTime, fromStep, toStep, points.size());
        }

        Range with(Range other) {
            return new Range(
                    Math.min(fromTime, other.fromTime),
                    Math.max(toTime, other.toTime),
                    Math.min(fromStep, other.fromStep),
                    Math.max(toStep, other.toStep),
                    points + other.points);
        }

        boolean mayHold(Metric point) {
            return point.timestamp() >= fromTime
                    && point.timestamp() <= toTime
                    && point.step() >= fromStep
                    && point.step() <= toStep;
        }
    }

    /** A new pack. */
    record Pack(long number, List<Metric> points) {}

    /** A block that became full. */
    record Block(long number, List<Range> ranges) {}

    /** The log with more points, and what is to be stored beside the run. */
    record Appended(PointLog log, List<Pack> packs, List<Block> blocks) {}

    long packs() {
        return (long) blocks.size() * BLOCK + open.size();
    }

    Appended append(List<Metric> points) {
        List<Metric> loose = new ArrayList<>(tail);
        loose.addAll(points);
        if (loose.size() <= MOST_IN_TAIL) {
            return new Appended(new PointLog(first, blocks, open, loose), List.of(), List.of());
        }
        List<Range> newBlocks = new ArrayList<>(blocks);
        List<Range> newOpen = new ArrayList<>(open);
        List<Pack> packs = new ArrayList<>();
        List<Block> full = new ArrayList<>();
        for (int from = 0; from < loose.size(); from += MOST_IN_PACK) {
            List<Metric> pack = List.copyOf(loose.subList(from, Math.min(loose.size(), from + MOST_IN_PACK)));
            packs.add(new Pack((long) newBlocks.size() * BLOCK + newOpen.size(), pack));
            newOpen.add(Range.of(pack));
            if (newOpen.size() == BLOCK) {
                full.add(new Block(newBlocks.size(), List.copyOf(newOpen)));
                newBlocks.add(newOpen.stream().reduce(Range::with).orElseThrow());
                newOpen.clear();
            }
        }
        return new Appended(new PointLog(first, newBlocks, newOpen, List.of()), packs, full);
    }

    byte[] write() {
        PackWriter out = new PackWriter(256).raw(FORMAT).raw(first ? 1 : 0);
        writeRanges(out, blocks);
        writeRanges(out, open);
        byte[] points = PackedPoints.write(tail);
        out.number(points.length);
        return out.rawAll(points).bytes();
    }

    static PointLog read(byte[] packed) {
        if (packed[0] != FORMAT) {
            throw new IllegalStateException("log of points of format " + packed[0] + " is unknown: expected " + FORMAT);
        }
        PackReader in = new PackReader(packed, 1, new PackReader.Known());
        boolean first = in.raw() == 1;
        List<Range> blocks = readRanges(in);
        List<Range> open = readRanges(in);
        return new PointLog(first, blocks, open, PackedPoints.read(in.rawAll(in.count())));
    }

    static byte[] writeBlock(List<Range> ranges) {
        PackWriter out = new PackWriter(4096).raw(FORMAT);
        writeRanges(out, ranges);
        return out.bytes();
    }

    static List<Range> readBlock(byte[] packed) {
        return readRanges(new PackReader(packed, 1, new PackReader.Known()));
    }

    private static void writeRanges(PackWriter out, List<Range> ranges) {
        out.number(ranges.size());
        long time = 0;
        long step = 0;
        for (Range range : ranges) {
            out.number(range.fromTime - time).number(range.toTime - range.fromTime);
            out.number(range.fromStep - step).number(range.toStep - range.fromStep);
            out.number(range.points);
            time = range.toTime;
            step = range.toStep;
        }
    }

    private static List<Range> readRanges(PackReader in) {
        int size = in.count();
        List<Range> ranges = new ArrayList<>(size);
        long time = 0;
        long step = 0;
        for (int i = 0; i < size; i++) {
            long fromTime = time + in.number();
            long toTime = fromTime + in.number();
            long fromStep = step + in.number();
            long toStep = fromStep + in.number();
            ranges.add(new Range(fromTime, toTime, fromStep, toStep, in.count()));
            time = toTime;
            step = toStep;
        }
        return ranges;
    }
}
