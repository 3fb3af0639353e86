package dev.tidemill.core.feature;

import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of one view for one entity at one event time.
 *
 * @param eventTime when the fact held
 * @param availableAt when it could first be known: the latest of every row that went into it
 * @param sequence order of ingestion, which breaks ties of both times; not negative
 * @param values by feature name: Boolean, Long, Double, String or Instant; null where the value is missing
 */
public record FeatureRow(
        FeatureKey key, Instant eventTime, Instant availableAt, long sequence, Map<String, @Nullable Object> values) {
    /**
     * Bytes of UTF-8 that the names and values of one entity may take online: DynamoDB holds 400 KB, and the rest is for
     * keys and times.
     */
    public static final int MOST_BYTES = 390_000;

    /**
     * Refuses values that one online item cannot hold.
     *
     * @throws ProblemException {@code FEATURES_TOO_LARGE} naming the view, the entity and the longest feature
     */
    public void requireFit() {
        String longest = "";
        long bytes = key.entity().getBytes(StandardCharsets.UTF_8).length;
        long most = 0;
        for (Map.Entry<String, @Nullable Object> value : values.entrySet()) {
            long size = (value.getKey() + value.getValue()).getBytes(StandardCharsets.UTF_8).length;
            bytes += size;
            if (size > most) {
                most = size;
                longest = value.getKey();
            }
        }
        if (bytes > MOST_BYTES) {
            throw new ProblemException(
                    "FEATURES_TOO_LARGE",
                    "The values of view " + key.view() + " for entity '" + key.entity() + "' take " + bytes
                            + " bytes, most of them by '" + longest + "'; an online item holds " + MOST_BYTES,
                    List.of(new Problem.Detail(
                            "view " + key.view() + ", feature " + longest,
                            most + " bytes",
                            "at most " + MOST_BYTES + " bytes for all features of an entity")));
        }
    }

    /**
     * From when the row's age counts: its event or, of a view whose values are known ahead of the event, its
     * availability.
     */
    public Instant ageFrom(boolean knownAhead) {
        return knownAhead ? availableAt : eventTime;
    }
}
