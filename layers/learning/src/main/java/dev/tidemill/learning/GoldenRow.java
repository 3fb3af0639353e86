package dev.tidemill.learning;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A request with all that training made of it, to be reproduced to the bit before a version is deployed.
 *
 * @param request value by request column, instants and dates as ISO-8601 text
 * @param features looked-up values by full name
 * @param encoded the row that the model saw; null where a value is missing
 */
public record GoldenRow(
        Instant time,
        Map<String, @Nullable Object> request,
        Map<String, LookedUp> features,
        List<@Nullable Float> encoded,
        Map<String, Object> output) {
    /** The golden row of a prediction. */
    public static GoldenRow of(Prediction prediction) {
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        prediction.request().values().forEach((name, value) -> request.put(name, written(value)));
        Map<String, LookedUp> features = new LinkedHashMap<>();
        prediction
                .features()
                .forEach((name, found) -> features.put(
                        name,
                        new LookedUp(written(found.value()), found.status(), found.ageSeconds(), found.source())));
        return new GoldenRow(
                prediction.request().time(), request, features, encoded(prediction.encoded()), prediction.output());
    }

    static List<@Nullable Float> encoded(float[] row) {
        return IntStream.range(0, row.length)
                .<@Nullable Float>mapToObj(i -> Float.isNaN(row[i]) ? null : (Float) row[i])
                .toList();
    }

    private static @Nullable Object written(@Nullable Object value) {
        return value instanceof java.time.temporal.Temporal ? value.toString() : value;
    }
}
