package dev.tidemill.learning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.TrainerSpec;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Trains boosted trees for binary and regression problems. The same rows, configuration, threads and processor
 * architecture give the same bits.
 */
public final class XGBoostTraining {
    private static final Set<String> OPTIONS = new TreeSet<>(List.of(
            "alpha",
            "colsample-bylevel",
            "colsample-bynode",
            "colsample-bytree",
            "gamma",
            "lambda",
            "max-bin",
            "max-delta-step",
            "max-leaves",
            "min-child-weight",
            "subsample"));

    private final TrainerSpec spec;
    private final ProjectSpec.Problem problem;
    private final int threads;

    /**
     * @param threads at least 1; part of what makes the bits
     * @throws ProblemException {@code INVALID_TRAINER} when the configuration asks for what there is not
     */
    public XGBoostTraining(TrainerSpec spec, ProjectSpec.Problem problem, int threads) {
        List<Problem.Detail> faults = new ArrayList<>();
        String place = "project.yaml /training/trainer/";
        if (!spec.algorithm().equals("xgboost")) {
            faults.add(new Problem.Detail(place + "algorithm", spec.algorithm(), "xgboost"));
        }
        if (problem != ProjectSpec.Problem.BINARY && problem != ProjectSpec.Problem.REGRESSION) {
            faults.add(new Problem.Detail(
                    "project.yaml /goal/problem", problem.name(), "binary or regression; others are not trained yet"));
        }
        if (!spec.classWeights().equals("none")) {
            faults.add(new Problem.Detail(
                    place + "class-weights",
                    spec.classWeights(),
                    "none: weights need a recalibration that is not built yet"));
        }
        for (String option : spec.options().keySet()) {
            if (!OPTIONS.contains(option)) {
                faults.add(new Problem.Detail(place + option, option, "one of " + String.join(", ", OPTIONS)));
            }
        }
        if (!faults.isEmpty()) {
            throw new ProblemException("INVALID_TRAINER", "The trainer cannot be configured so:", faults);
        }
        this.spec = spec;
        this.problem = problem;
        this.threads = threads;
    }

    /** Hears of each boosting round as it ends. */
    @FunctionalInterface
    public interface RoundListener {
        /**
         * @param round from 0
         * @param metric XGBoost's name: {@code logloss} or {@code rmse}
         */
        void onRound(int round, String metric, double training, double validation);
    }

    /**
     * What a training gave.
     *
     * @param ubjson the booster up to its best round, in XGBoost's UBJSON
     * @param trees the same, for evaluation in Java
     * @param bestRound the round kept last, from 0
     * @param roundsRun rounds boosted, the ones after the best included
     */
    @SuppressWarnings("ArrayRecordComponent") // large, and not compared
    public record Trained(byte[] ubjson, TreeEnsemble trees, int bestRound, int roundsRun) {}

    /** The configuration as XGBoost takes it, by its names in order; the base score is added from the labels. */
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new TreeMap<>();
        parameters.put("objective", problem == ProjectSpec.Problem.BINARY ? "binary:logistic" : "reg:squarederror");
        parameters.put("eval_metric", metric());
        parameters.put("tree_method", "hist");
        parameters.put("max_depth", spec.maxDepth());
        parameters.put("eta", spec.learningRate());
        parameters.put("seed", spec.seed());
        parameters.put("nthread", threads);
        parameters.put("verbosity", 0);
        spec.options().forEach((name, value) -> parameters.put(name.replace('-', '_'), value));
        parameters.computeIfPresent("max_leaves", (name, value) -> ((Double) value).intValue());
        parameters.computeIfPresent("max_bin", (name, value) -> ((Double) value).intValue());
        return parameters;
    }

    /**
     * Trains with early stopping on the validation rows.
     *
     * @param labels 0 or 1 for binary problems
     * @throws ProblemException {@code ONE_CLASS} when the training labels of a binary problem are all equal,
     *     {@code NO_ROWS} when either part is empty
     */
    public Trained train(
            EncodedRows training,
            float[] labels,
            EncodedRows validation,
            float[] validationLabels,
            RoundListener listener) {
        requireRows("training", training.size());
        requireRows("validation", validation.size());
        double mean = mean(labels);
        if (problem == ProjectSpec.Problem.BINARY && (mean == 0 || mean == 1)) {
            throw new ProblemException(
                    "ONE_CLASS",
                    "All " + labels.length + " training labels are " + (mean == 0 ? "negative" : "positive")
                            + ": a binary model needs both.");
        }
        Map<String, Object> parameters = new HashMap<>(parameters());
        parameters.put("base_score", (float) mean);
        DMatrix train = null;
        DMatrix valid = null;
        try {
            train = matrix(training, labels);
            valid = matrix(validation, validationLabels);
            return boost(train, valid, parameters, validation, listener);
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost failed: " + e.getMessage(), e);
        } finally {
            dispose(train);
            dispose(valid);
        }
    }

    private Trained boost(
            DMatrix train,
            DMatrix valid,
            Map<String, Object> parameters,
            EncodedRows validation,
            RoundListener listener)
            throws XGBoostError {
        Map<String, DMatrix> watches = new LinkedHashMap<>();
        watches.put("train", train);
        watches.put("validation", valid);
        Booster booster = XGBoost.train(train, parameters, 0, watches, null, null);
        Booster kept = null;
        try {
            float baseMargin = booster.predict(valid, true)[0][0];
            DMatrix[] matrices = {train, valid};
            String[] names = {"train", "validation"};
            float best = Float.POSITIVE_INFINITY;
            int bestRound = 0;
            int round = 0;
            for (; round < spec.rounds() && !isPast(round, bestRound); round++) {
                booster.update(train, round);
                float[] metrics = new float[2];
                booster.evalSet(matrices, names, round, metrics);
                listener.onRound(round, metric(), metrics[0], metrics[1]);
                if (metrics[1] < best) {
                    best = metrics[1];
                    bestRound = round;
                }
            }
            kept = XGBoost.loadModel(cut(booster.toByteArray("json"), bestRound + 1));
            byte[] ubjson = kept.toByteArray("ubj");
            TreeEnsemble trees = TreeEnsemble.read(ubjson, baseMargin);
            requireEqualBits(kept.predict(valid, true), trees, validation);
            return new Trained(ubjson, trees, bestRound, round);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            booster.dispose();
            if (kept != null) {
                kept.dispose();
            }
        }
    }

    private boolean isPast(int round, int bestRound) {
        return spec.earlyStopping() > 0 && round > bestRound + spec.earlyStopping();
    }

    private String metric() {
        return problem == ProjectSpec.Problem.BINARY ? "logloss" : "rmse";
    }

    /** The model of the first rounds alone; xgboost4j has no call that slices a booster. */
    private static byte[] cut(byte[] json, int rounds) {
        ObjectNode root = (ObjectNode) Json.parse(new String(json, StandardCharsets.UTF_8));
        ObjectNode model =
                (ObjectNode) root.path("learner").path("gradient_booster").path("model");
        truncate(model.withArray("trees"), rounds);
        truncate(model.withArray("tree_info"), rounds);
        if (model.has("iteration_indptr")) {
            truncate(model.withArray("iteration_indptr"), rounds + 1);
        }
        ((ObjectNode) model.path("gbtree_model_param")).put("num_trees", Integer.toString(rounds));
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void truncate(ArrayNode array, int size) {
        while (array.size() > size) {
            array.remove(array.size() - 1);
        }
    }

    private static void requireEqualBits(float[][] expected, TreeEnsemble trees, EncodedRows rows) {
        float[] row = new float[rows.columns()];
        for (int i = 0; i < rows.size(); i++) {
            rows.row(i, row);
            float actual = trees.margin(row);
            if (Float.floatToRawIntBits(actual) != Float.floatToRawIntBits(expected[i][0])) {
                throw new IllegalStateException(
                        "validation row " + i + ": the trees give " + actual + " in Java, XGBoost " + expected[i][0]);
            }
        }
    }

    private static DMatrix matrix(EncodedRows rows, float[] labels) throws XGBoostError {
        DMatrix matrix = new DMatrix(
                rows.starts(), rows.index(), rows.values(), DMatrix.SparseType.CSR, rows.columns(), Float.NaN, 1);
        matrix.setLabel(labels);
        return matrix;
    }

    private static void dispose(@org.jspecify.annotations.Nullable DMatrix matrix) {
        if (matrix != null) {
            matrix.dispose();
        }
    }

    private static void requireRows(String part, int rows) {
        if (rows == 0) {
            throw new ProblemException("NO_ROWS", "The " + part + " part has no rows.");
        }
    }

    private static double mean(float[] labels) {
        double sum = 0;
        for (float label : labels) {
            sum += label;
        }
        return sum / labels.length;
    }
}
