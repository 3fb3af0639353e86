package dev.tidemill.inference.serving;

import dev.tidemill.contract.Json;
import dev.tidemill.contract.capture.CapturedPrediction;
import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import dev.tidemill.learning.Prediction;
import dev.tidemill.learning.Request;
import java.time.Instant;
import java.time.temporal.Temporal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the captured form of a model's predictions on one channel.
 *
 * @param channel {@code online} or {@code batch}
 * @param executionId of the batch scoring; null online
 */
public record Captures(
        ServedModel model,
        String channel,
        String correlationId,
        @Nullable String executionId) {
    private static final int VERSION = 1;

    /** The captured form of one prediction. */
    public CapturedPrediction of(String id, Prediction prediction, Instant answeredAt) {
        Map<String, String> key = key(model, prediction.request());
        Map<String, CapturedPrediction.LookedUp> features = new LinkedHashMap<>();
        prediction
                .features()
                .forEach((name, found) -> features.put(
                        name,
                        new CapturedPrediction.LookedUp(
                                written(found.value()),
                                found.ageSeconds(),
                                found.status().name(),
                                found.source().name().toLowerCase(Locale.ROOT))));
        return new CapturedPrediction(
                VERSION,
                id,
                model.workspace().name(),
                model.project(),
                model.model(),
                model.version(),
                channel,
                prediction.request().time(),
                answeredAt,
                new LinkedHashMap<>(key),
                Json.hash(key),
                written(prediction.request().values()),
                written(prediction.inputs()),
                features,
                new LinkedHashMap<>(prediction.output()),
                correlationId,
                executionId);
    }

    /** The text of each of a request's key values, in the key's order; empty text for null, as labels are hashed. */
    public static Map<String, String> key(ServedModel model, Request request) {
        RequestSpec spec = model.request();
        Map<String, String> key = new LinkedHashMap<>();
        for (String name : spec.key()) {
            Object value =
                    spec.time().equals(name) ? request.time() : request.values().get(name);
            key.put(name, value == null ? "" : value.toString());
        }
        return key;
    }

    private static Map<String, @Nullable Object> written(Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> written = new LinkedHashMap<>();
        values.forEach((name, value) -> written.put(name, written(value)));
        return written;
    }

    private static @Nullable Object written(@Nullable Object value) {
        return value instanceof Temporal ? value.toString() : value;
    }
}
