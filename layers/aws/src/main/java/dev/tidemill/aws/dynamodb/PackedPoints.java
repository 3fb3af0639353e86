package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.tracking.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Points in the order they were logged, packed: a format byte, the keys, then of each point its key's place, value, and
 * the differences of time and step from the point before.
 */
final class PackedPoints {
    private static final int FORMAT = 3;

    private PackedPoints() {}

    /**
     * A point and its place.
     *
     * @param at its place in the pack, from 0
     */
    record Placed(Metric point, int at) {}

    static byte[] write(List<Metric> points) {
        Map<String, Integer> keys = new LinkedHashMap<>();
        points.forEach(point -> keys.putIfAbsent(point.key(), keys.size()));
        PackWriter out = new PackWriter(64 + 16 * points.size()).raw(FORMAT).number(keys.size());
        keys.keySet().forEach(out::text);
        out.number(points.size());
        long time = 0;
        long step = 0;
        for (Metric point : points) {
            boolean bare = point.bare().equals(point);
            int key = keys.getOrDefault(point.key(), 0);
            out.number(bare ? key : -1 - key).fraction(point.value());
            out.number(point.timestamp() - time).number(point.step() - step);
            time = point.timestamp();
            step = point.step();
            if (!bare) {
                PackedRun.writeMeasured(out, point);
            }
        }
        return out.bytes();
    }

    static List<Metric> read(byte[] packed) {
        return placed(packed, null).stream().map(Placed::point).toList();
    }

    /** The points of a key; of all keys when null. */
    static List<Placed> placed(byte[] packed, @Nullable String wanted) {
        int format = packed.length == 0 ? 0 : packed[0];
        if (format == FirstPackedRun.FORMAT) {
            return first(packed, wanted);
        }
        if (format != FORMAT) {
            throw new IllegalStateException("packed points of format " + format + " are unknown: expected " + FORMAT);
        }
        PackReader in = new PackReader(packed, 1, new PackReader.Known());
        String[] keys = new String[in.count()];
        boolean any = wanted == null;
        for (int i = 0; i < keys.length; i++) {
            keys[i] = in.text();
            any |= keys[i].equals(wanted);
        }
        if (!any) {
            return List.of();
        }
        int size = in.count();
        List<Placed> points = new ArrayList<>(wanted == null || keys.length == 1 ? size : size / keys.length + 8);
        long time = 0;
        long step = 0;
        for (int i = 0; i < size; i++) {
            int place = in.count();
            boolean bare = place >= 0;
            String key = keys[bare ? place : -1 - place];
            double value = in.fraction();
            time += in.number();
            step += in.number();
            if (wanted == null || key.equals(wanted)) {
                points.add(new Placed(PackedRun.readMetric(in, key, value, time, step, bare), i));
            } else if (!bare) {
                PackedRun.readMetric(in, key, value, time, step, false);
            }
        }
        return points;
    }

    private static List<Placed> first(byte[] packed, @Nullable String wanted) {
        List<Metric> all = FirstPackedRun.readPoints(packed);
        List<Placed> points = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (wanted == null || all.get(i).key().equals(wanted)) {
                points.add(new Placed(all.get(i), i));
            }
        }
        return points;
    }
}
