package dev.tidemill.core.feature;

import java.time.Instant;
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
     * From when the row's age counts: its event or, of a view whose values are known ahead of the event, its
     * availability.
     */
    public Instant ageFrom(boolean knownAhead) {
        return knownAhead ? availableAt : eventTime;
    }
}
