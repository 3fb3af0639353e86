package dev.tidemill.learning;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import dev.tidemill.contract.project.ProjectSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.common.xgboost.XGBoostExternalModel;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.xgboost.XGBoostRegressionConverter;

/**
 * A trained booster as a Tribuo model, with its provenance, in Tribuo's protobuf: for tools that speak Tribuo. Serving
 * does not read it. A binary model is a regression of the dimension {@code probability}, because Tribuo's conversion to
 * labels expects one score a class, which a logistic objective does not give. The protobuf holds the time at which it was made, so its bytes differ from training to training.
 */
public final class TribuoModels {
    private TribuoModels() {}

    /**
     * Wraps a booster.
     *
     * @param ubjson the booster in XGBoost's UBJSON
     * @param columns of an encoded row; column i is the feature named by {@link #featureName}
     * @param provenance kept with the model, by name
     * @return Tribuo's protobuf
     */
    public static byte[] wrap(byte[] ubjson, ProjectSpec.Problem problem, int columns, Map<String, String> provenance) {
        try {
            Booster booster = XGBoost.loadModel(ubjson);
            Map<String, Integer> features = new HashMap<>();
            for (int i = 0; i < columns; i++) {
                features.put(featureName(i), i);
            }
            Map<String, Provenance> instance = new HashMap<>();
            provenance.forEach((name, value) -> instance.put(name, new StringProvenance(name, value)));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            model(booster, problem, features, instance).serializeToStream(out);
            return out.toByteArray();
        } catch (XGBoostError | IOException e) {
            throw new IllegalStateException("the booster could not be wrapped: " + e.getMessage(), e);
        }
    }

    /** Reads a model that {@link #wrap} made. */
    public static Model<?> read(byte[] protobuf) {
        try {
            return Model.deserializeFromStream(new ByteArrayInputStream(protobuf));
        } catch (IOException e) {
            throw new IllegalArgumentException("no Tribuo model: " + e.getMessage(), e);
        }
    }

    /** An encoded row as Tribuo takes it: missing values are left out. */
    public static <T extends Output<T>> Example<T> example(float[] row, T output) {
        ArrayExample<T> example = new ArrayExample<>(output);
        for (int i = 0; i < row.length; i++) {
            if (!Float.isNaN(row[i])) {
                example.add(featureName(i), row[i]);
            }
        }
        return example;
    }

    /** The name of a column in Tribuo; names sort as their columns do. */
    public static String featureName(int column) {
        String digits = Integer.toString(column);
        return "c" + "0".repeat(Math.max(0, 6 - digits.length())) + digits;
    }

    private static Model<?> model(
            Booster booster,
            ProjectSpec.Problem problem,
            Map<String, Integer> features,
            Map<String, Provenance> provenance) {
        String output = problem == ProjectSpec.Problem.BINARY ? "probability" : "prediction";
        return XGBoostExternalModel.createXGBoostModel(
                new RegressionFactory(),
                features,
                Map.of(new Regressor(output, Double.NaN), 0),
                new XGBoostRegressionConverter(),
                booster,
                provenance);
    }
}
