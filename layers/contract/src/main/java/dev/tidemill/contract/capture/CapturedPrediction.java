package dev.tidemill.contract.capture;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one prediction.
 *
 * @param captureVersion of this shape: 1
 * @param id the prediction's ULID, which is also in the answer
 * @param channel {@code online} or {@code batch}
 * @param predictionTime the request's time, to which every looked-up value is joined
 * @param answeredAt when it was answered, by the clock
 * @param key values of the request's key columns as text, by column
 * @param keyHash SHA-256 of the key in canonical JSON, by which labels join
 * @param request what the caller sent, by column
 * @param inputs the model's inputs before encoding, by name
 * @param features looked-up values, by {@code view.feature}
 * @param output such as {@code probability} and {@code prediction}
 * @param executionId of the batch scoring; null online
 */
public record CapturedPrediction(
        int captureVersion,
        String id,
        String workspace,
        String project,
        String model,
        int version,
        String channel,
        Instant predictionTime,
        Instant answeredAt,
        Map<String, @Nullable Object> key,
        String keyHash,
        Map<String, @Nullable Object> request,
        Map<String, @Nullable Object> inputs,
        Map<String, LookedUp> features,
        Map<String, @Nullable Object> output,
        String correlationId,
        @Nullable String executionId) {
    /**
     * @param ageSeconds from the event to the prediction time; null when nothing is stored or a caller sent it
     * @param status PRESENT, STALE, FUTURE or MISSING
     * @param source {@code store} or {@code caller}
     */
    public record LookedUp(@Nullable Object value, @Nullable Long ageSeconds, String status, String source) {}
}
