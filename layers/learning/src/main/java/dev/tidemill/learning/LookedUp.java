package dev.tidemill.learning;

import dev.tidemill.contract.project.ProjectSpec.ViewSpec;
import dev.tidemill.core.feature.FeatureRow;
import dev.tidemill.core.feature.FeatureStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A view feature as it stands to a request.
 *
 * @param value Boolean, Long, Double, String or Instant; null when there is none, also under {@code PRESENT}
 * @param status how the stored value stands to the request's time
 * @param ageSeconds from the value's event, or of a view joined {@code at} its availability, to the request's time; null when nothing is stored or a caller sent it
 * @param source who supplied it
 */
public record LookedUp(
        @Nullable Object value,
        FeatureStatus status,
        @Nullable Long ageSeconds,
        Source source) {
    /** Who supplied a value. */
    public enum Source {
        STORE,
        CALLER
    }

    /** Nothing is stored for the entity. */
    public static final LookedUp MISSING = new LookedUp(null, FeatureStatus.MISSING, null, Source.STORE);

    /** A value that the caller sent. */
    public static LookedUp fromCaller(@Nullable Object value) {
        return new LookedUp(value, FeatureStatus.PRESENT, null, Source.CALLER);
    }

    /**
     * A feature of a stored row, judged at the request's time by {@link FeatureStatus#of}.
     *
     * @param row null when nothing is stored
     */
    public static LookedUp of(@Nullable FeatureRow row, String feature, ViewSpec view, Instant time) {
        if (row == null) {
            return MISSING;
        }
        long age = Duration.between(row.ageFrom(view.knownAhead()), time).toSeconds();
        FeatureStatus status = FeatureStatus.of(row, view.ttl(), view.knownAhead(), time);
        return new LookedUp(row.values().get(feature), status, age, Source.STORE);
    }
}
