package dev.tidemill.learning;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.TransformedModelProto;
import org.tribuo.protos.core.TransformerMapProto;
import org.tribuo.protos.core.TransformerProto;
import org.tribuo.protos.core.WeightedEnsembleModelProto;
import org.tribuo.regression.Regressor;

/**
 * A model that the reader trained with Tribuo, read from its protobuf. Only models of listed classes are read; the class
 * is looked at before anything is made of the bytes, in ensembles of every member too, and behind transformations.
 */
public final class TribuoScorer implements Scorer {
    /** The label of the positive class; the other one is {@code false}. */
    public static final String POSITIVE = "true";

    private static final String ENSEMBLE = "org.tribuo.ensemble.WeightedEnsembleModel";
    private static final String TRANSFORMED = "org.tribuo.transform.TransformedModel";
    private static final String TRANSFORMERS = "org.tribuo.transform.transformations.";
    private static final Set<String> CLASSES = new TreeSet<>(List.of(
            ENSEMBLE,
            "org.tribuo.classification.baseline.DummyClassifierModel",
            "org.tribuo.classification.sgd.fm.FMClassificationModel",
            "org.tribuo.classification.sgd.linear.LinearSGDModel",
            "org.tribuo.common.tree.TreeModel",
            "org.tribuo.regression.baseline.DummyRegressionModel",
            "org.tribuo.regression.rtree.IndependentRegressionTreeModel",
            "org.tribuo.regression.sgd.fm.FMRegressionModel",
            "org.tribuo.regression.sgd.linear.LinearSGDModel",
            TRANSFORMED));
    private static final int DEEPEST = 4;

    private final Model<?> model;
    private final Output<?> unknown;
    private final int columns;

    private TribuoScorer(Model<?> model, Output<?> unknown, int columns) {
        this.model = model;
        this.unknown = unknown;
        this.columns = columns;
    }

    /**
     * Reads a model.
     *
     * @param protobuf as {@code Model.serializeToStream} writes it
     * @param problem binary, for labels {@code true} and {@code false} with probabilities, or regression of one number
     * @param columns of an encoded row; column i is the feature named by {@link TribuoModels#featureName}
     * @throws ProblemException {@code FOREIGN_MODEL} naming what was found and what was expected
     */
    public static TribuoScorer read(byte[] protobuf, ProjectSpec.Problem problem, int columns) {
        Model<?> model;
        try {
            requireListed(ModelProto.parseFrom(protobuf), DEEPEST);
            model = Model.deserializeFromStream(new ByteArrayInputStream(protobuf));
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            ProblemException foreign = new ProblemException(
                    "FOREIGN_MODEL", "The bytes are no model in Tribuo's protobuf: " + e.getMessage());
            foreign.initCause(e);
            throw foreign;
        }
        boolean binary = problem == ProjectSpec.Problem.BINARY;
        if (binary) {
            requireLabels(model);
        } else {
            requireNumber(model);
        }
        for (int i = 0; i < model.getFeatureIDMap().size(); i++) {
            requireColumn(model.getFeatureIDMap().get(i).getName(), columns);
        }
        return new TribuoScorer(
                model, binary ? new Label(Label.UNKNOWN) : new Regressor("prediction", Double.NaN), columns);
    }

    private static void requireListed(ModelProto model, int depth) throws InvalidProtocolBufferException {
        String name = model.getClassName();
        if (!CLASSES.contains(name) || depth == 0) {
            throw foreign("class", name, "one of " + String.join(", ", CLASSES));
        }
        if (name.equals(ENSEMBLE)) {
            WeightedEnsembleModelProto ensemble = model.getSerializedData().unpack(WeightedEnsembleModelProto.class);
            for (ModelProto member : ensemble.getModelsList()) {
                requireListed(member, depth - 1);
            }
        }
        if (name.equals(TRANSFORMED)) {
            TransformedModelProto transformed = model.getSerializedData().unpack(TransformedModelProto.class);
            requireListed(transformed.getModel(), depth - 1);
            TransformerMapProto map = transformed.getTransformerMap();
            map.getTransformersMap().values().stream()
                    .flatMap(list -> list.getTransformerList().stream())
                    .map(TransformerProto::getClassName)
                    .filter(transformer -> !transformer.startsWith(TRANSFORMERS))
                    .findFirst()
                    .ifPresent(transformer -> {
                        throw foreign("transformer", transformer, "one of " + TRANSFORMERS + "*");
                    });
        }
    }

    private static void requireLabels(Model<?> model) {
        Set<String> labels = new TreeSet<>();
        model.getOutputIDInfo().getDomain().forEach(output -> {
            labels.add(output instanceof Label label ? label.getLabel() : String.valueOf(output));
        });
        if (!labels.equals(Set.of("false", POSITIVE))) {
            throw foreign("outputs", String.valueOf(labels), "labels false and true: the problem is binary");
        }
    }

    private static void requireNumber(Model<?> model) {
        List<?> outputs = List.copyOf(model.getOutputIDInfo().getDomain());
        if (outputs.size() != 1 || !(outputs.getFirst() instanceof Regressor one) || one.size() != 1) {
            throw foreign("outputs", String.valueOf(outputs), "one number: the problem is regression");
        }
    }

    private static void requireColumn(String feature, int columns) {
        for (int i = 0; i < columns; i++) {
            if (TribuoModels.featureName(i).equals(feature)) {
                return;
            }
        }
        throw foreign("feature", feature, "the name of one of the " + columns + " encoded columns");
    }

    private static ProblemException foreign(String place, String value, String expected) {
        return new ProblemException(
                "FOREIGN_MODEL",
                "The model cannot be served.",
                List.of(new Problem.Detail("model, " + place, value, expected)));
    }

    @Override
    public int columns() {
        return columns;
    }

    /**
     * The probability of the positive class, or the number that a regression predicts.
     *
     * @param row one value a column, NaN where it is missing, which Tribuo takes as left out
     * @throws ProblemException {@code MISSING_FEATURE} when the row has none of the model's features,
     *     {@code FOREIGN_MODEL} when a classifier gives no probabilities, {@code UNDEFINED_SCORE} when the model gives no finite number, as one does whose training diverged
     */
    double score(float[] row) {
        if (row.length != columns) {
            throw new IllegalArgumentException("row of " + row.length + " columns: expected " + columns);
        }
        double score = score(model, row);
        if (!Double.isFinite(score)) {
            throw new ProblemException(
                    "UNDEFINED_SCORE", "The model's score of a row is " + score + ": expected a finite number.");
        }
        return score;
    }

    @SuppressWarnings("unchecked") // the model's outputs were looked at when it was read
    private <T extends Output<T>> double score(Model<T> typed, float[] row) {
        Prediction<T> prediction;
        try {
            prediction = typed.predict(TribuoModels.example(row, (T) unknown));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    "MISSING_FEATURE",
                    "The model cannot score a row that has none of its features.",
                    List.of(new Problem.Detail("encoded row", "all missing", String.valueOf(e.getMessage()))));
        }
        if (prediction.getOutput() instanceof Regressor number) {
            return number.getValues()[0];
        }
        // Of trees Model.generatesProbabilities says no, though their predictions have them.
        if (!prediction.hasProbabilities()) {
            throw foreign("probabilities", "none", "a model that gives probabilities");
        }
        T positive = prediction.getOutputScores().get(POSITIVE);
        if (positive instanceof Label label) {
            return label.getScore();
        }
        throw new IllegalStateException("the prediction has no score of the label " + POSITIVE);
    }
}
