package dev.tidemill.learning;

import dev.tidemill.contract.project.ProjectSpec;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What follows the inputs: encoder, scorer, calibration and threshold. The probability of a binary model is the logistic
 * function of the trees' margin in {@link StrictMath}'s bits, or what the reader's own model says.
 *
 * @param threshold probability from which the positive class is predicted; unused by a regression
 */
public record FittedModel(
        ProjectSpec.Problem problem, Encoder encoder, Scorer scorer, Calibration calibration, double threshold) {
    public FittedModel {
        if (encoder.columnNames().size() != scorer.columns()) {
            throw new IllegalArgumentException("the encoder has "
                    + encoder.columnNames().size() + " columns: the model expects " + scorer.columns());
        }
    }

    /** The calibrated score of an encoded row: a probability, or the prediction of a regression. */
    public double score(float[] encoded) {
        double value = switch (scorer) {
            case TreeEnsemble trees ->
                problem == ProjectSpec.Problem.BINARY ? logistic(trees.margin(encoded)) : trees.margin(encoded);
            case TribuoScorer own -> own.score(encoded);
        };
        return calibration.apply(value);
    }

    /** What is answered for an encoded row, by the name of the output. */
    SequencedMap<String, Object> output(float[] encoded) {
        SequencedMap<String, Object> output = new LinkedHashMap<>();
        double score = score(encoded);
        if (problem == ProjectSpec.Problem.BINARY) {
            output.put("probability", score);
            output.put("prediction", score >= threshold);
        } else {
            output.put("prediction", score);
        }
        return output;
    }

    private static double logistic(double margin) {
        return 1 / (1 + StrictMath.exp(-margin));
    }
}
