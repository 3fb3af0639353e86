package dev.tidemill.learning;

import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A prediction with all that led to it.
 *
 * @param features every view feature looked up or sent, by full name
 * @param inputs the model's inputs before encoding, by name
 * @param encoded the row that the model saw, NaN where a value is missing; not to be changed
 * @param output {@code probability} (Double) and {@code prediction} (Boolean) of a binary model, {@code prediction}
 *     (Double) of a regression
 */
@SuppressWarnings("ArrayRecordComponent") // compared bit by bit where it is compared
public record Prediction(
        Request request,
        Map<String, LookedUp> features,
        Map<String, @Nullable Object> inputs,
        float[] encoded,
        SequencedMap<String, Object> output) {
    /** The number that is evaluated: the probability of a binary model, the prediction of a regression. */
    public double score() {
        Object probability = output.get("probability");
        return (Double) (probability == null ? output.getOrDefault("prediction", Double.NaN) : probability);
    }
}
