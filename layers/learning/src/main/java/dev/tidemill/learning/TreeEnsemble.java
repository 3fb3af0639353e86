package dev.tidemill.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Boosted trees, evaluated in Java exactly as XGBoost evaluates them: thresholds and leaf values are 32-bit floats, a
 * value below the threshold goes left, a missing one the learnt way, and leaves are added to the base margin one tree
 * after the other in 32-bit arithmetic. Training compares its margins with the library's to the bit. Needs no native
 * code; immutable.
 */
public final class TreeEnsemble implements Scorer {
    private final List<Tree> trees;
    private final float baseMargin;
    private final int columns;

    private TreeEnsemble(List<Tree> trees, float baseMargin, int columns) {
        this.trees = List.copyOf(trees);
        this.baseMargin = baseMargin;
        this.columns = columns;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    private record Tree(int[] left, int[] right, int[] column, float[] threshold, boolean[] defaultLeft, float[] gain) {
        float leaf(float[] row) {
            int node = 0;
            while (left[node] != -1) {
                float value = row[column[node]];
                boolean goesLeft = Float.isNaN(value) ? defaultLeft[node] : value < threshold[node];
                node = goesLeft ? left[node] : right[node];
            }
            return threshold[node];
        }
    }

    /**
     * Reads a model that XGBoost saved.
     *
     * @param ubjson the booster's bytes in UBJSON
     * @param baseMargin the margin that every sum begins with
     * @throws IllegalArgumentException when the model is none of scalar regression trees
     */
    public static TreeEnsemble read(byte[] ubjson, float baseMargin) {
        Map<?, ?> learner = map(map(Ubjson.read(ubjson), "model").get("learner"), "learner");
        Map<?, ?> booster = map(learner.get("gradient_booster"), "gradient_booster");
        if (!"gbtree".equals(booster.get("name"))) {
            throw new IllegalArgumentException("booster '" + booster.get("name") + "': expected gbtree");
        }
        int columns = Integer.parseInt(String.valueOf(
                map(learner.get("learner_model_param"), "learner_model_param").get("num_feature")));
        Map<?, ?> model = map(booster.get("model"), "model");
        if (!(model.get("trees") instanceof List<?> stored)) {
            throw new IllegalArgumentException("XGBoost model: expected trees");
        }
        List<Tree> trees = new ArrayList<>();
        for (Object tree : stored) {
            trees.add(tree(map(tree, "tree")));
        }
        return new TreeEnsemble(trees, baseMargin, columns);
    }

    /**
     * The margin of one encoded row.
     *
     * @param row one value a column, NaN where it is missing
     */
    public float margin(float[] row) {
        if (row.length != columns) {
            throw new IllegalArgumentException("row of " + row.length + " columns: expected " + columns);
        }
        float sum = baseMargin;
        for (Tree tree : trees) {
            sum += tree.leaf(row);
        }
        return sum;
    }

    @Override
    public int columns() {
        return columns;
    }

    /** Total gain of the splits of each column; a column that splits nothing is absent. */
    public SortedMap<Integer, Double> importance() {
        SortedMap<Integer, Double> gains = new TreeMap<>();
        for (Tree tree : trees) {
            for (int node = 0; node < tree.left.length; node++) {
                if (tree.left[node] != -1) {
                    gains.merge(tree.column[node], (double) tree.gain[node], Double::sum);
                }
            }
        }
        return gains;
    }

    /** Trees added up. */
    public int size() {
        return trees.size();
    }

    /** What every sum begins with. */
    public float baseMargin() {
        return baseMargin;
    }

    private static Tree tree(Map<?, ?> stored) {
        if (stored.get("split_type") instanceof byte[] types) {
            for (byte type : types) {
                if (type != 0) {
                    throw new IllegalArgumentException("XGBoost split of type " + type + ": expected numeric splits");
                }
            }
        }
        byte[] directions = bytes(stored.get("default_left"));
        boolean[] defaultLeft = new boolean[directions.length];
        for (int i = 0; i < directions.length; i++) {
            defaultLeft[i] = directions[i] != 0;
        }
        return new Tree(
                ints(stored.get("left_children")),
                ints(stored.get("right_children")),
                ints(stored.get("split_indices")),
                floats(stored.get("split_conditions")),
                defaultLeft,
                floats(stored.get("loss_changes")));
    }

    private static Map<?, ?> map(@Nullable Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("XGBoost model: expected an object for " + what);
    }

    private static int[] ints(@Nullable Object value) {
        if (value instanceof int[] ints) {
            return ints;
        }
        throw new IllegalArgumentException("XGBoost tree: expected 32-bit integers");
    }

    private static float[] floats(@Nullable Object value) {
        if (value instanceof float[] floats) {
            return floats;
        }
        throw new IllegalArgumentException("XGBoost tree: expected 32-bit floats");
    }

    private static byte[] bytes(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        throw new IllegalArgumentException("XGBoost tree: expected 8-bit integers");
    }
}
