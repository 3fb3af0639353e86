package dev.tidemill.client.plot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Leaves out points of a line that its picture does not need, by Douglas and Peucker's algorithm. */
final class Thinning {
    /** The most points that a line is drawn with. */
    static final int MOST = 500;
    // A thousandth of the picture's side: a third of a pixel.
    private static final double FIRST_TOLERANCE = 0.001;
    private static final int MOST_LOOKED_AT = 20_000;

    private Thinning() {}

    /** At most {@link #MOST} of the points, the first and the last among them, in their order. */
    static <T> List<T> of(List<T> points, ToDoubleFunction<T> x, ToDoubleFunction<T> y) {
        if (points.size() <= 2) {
            return points;
        }
        double[][] all = {scaled(points, x), scaled(points, y)};
        int[] places = looked(all);
        double tolerance = FIRST_TOLERANCE;
        BitSet kept = kept(all, places, tolerance);
        while (kept.cardinality() > MOST) {
            tolerance *= 1.5;
            kept = kept(all, places, tolerance);
        }
        List<T> thin = new ArrayList<>();
        kept.stream().forEach(i -> thin.add(points.get(places[i])));
        return thin;
    }

    private static <T> double[] scaled(List<T> points, ToDoubleFunction<T> coordinate) {
        double[] values = points.stream().mapToDouble(coordinate).toArray();
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        double span = high > low ? high - low : 1;
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] - low) / span;
        }
        return values;
    }

    /** Places of the points that differ enough from the one before to be seen; all of them while they are few. */
    private static int[] looked(double[][] all) {
        int size = all[0].length;
        if (size <= MOST_LOOKED_AT) {
            return java.util.stream.IntStream.range(0, size).toArray();
        }
        List<Integer> places = new ArrayList<>(List.of(0));
        int last = 0;
        for (int i = 1; i < size; i++) {
            boolean moved =
                    Math.abs(all[0][i] - all[0][last]) + Math.abs(all[1][i] - all[1][last]) > FIRST_TOLERANCE / 4;
            if (moved || i == size - 1) {
                places.add(i);
                last = i;
            }
        }
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    private static BitSet kept(double[][] all, int[] places, double tolerance) {
        BitSet kept = new BitSet(places.length);
        kept.set(0);
        kept.set(places.length - 1);
        Deque<int[]> parts = new ArrayDeque<>(List.of(new int[] {0, places.length - 1}));
        while (!parts.isEmpty()) {
            int[] part = parts.pop();
            int farthest = -1;
            double most = tolerance;
            for (int i = part[0] + 1; i < part[1]; i++) {
                double distance = distance(all, places[part[0]], places[part[1]], places[i]);
                if (distance > most) {
                    most = distance;
                    farthest = i;
                }
            }
            if (farthest > 0) {
                kept.set(farthest);
                parts.push(new int[] {part[0], farthest});
                parts.push(new int[] {farthest, part[1]});
            }
        }
        return kept;
    }

    private static double distance(double[][] all, int from, int to, int at) {
        double dx = all[0][to] - all[0][from];
        double dy = all[1][to] - all[1][from];
        double length = Math.hypot(dx, dy);
        double px = all[0][at] - all[0][from];
        double py = all[1][at] - all[1][from];
        return length == 0 ? Math.hypot(px, py) : Math.abs(dx * py - dy * px) / length;
    }
}
