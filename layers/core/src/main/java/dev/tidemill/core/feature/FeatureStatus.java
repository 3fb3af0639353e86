package dev.tidemill.core.feature;

import dev.tidemill.core.Span;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a stored value stands to the time of a request; only {@link #PRESENT} is used, the others read as missing. */
public enum FeatureStatus {
    PRESENT,
    /** It is older than the view's time to live, measured from the request's time. */
    STALE,
    /** Its event time or availability is after the request's time. */
    FUTURE,
    /** Nothing is stored for this entity. */
    MISSING;

    /**
     * Judges a stored row at a request's time.
     *
     * @param row null when nothing is stored
     * @param ttl greatest age; null for none
     * @param knownAhead whether the event may be after the request's time, as of a view joined {@code at}: the age is
     *     then that of the availability, otherwise that of the event
     */
    public static FeatureStatus of(@Nullable FeatureRow row, @Nullable Span ttl, boolean knownAhead, Instant time) {
        if (row == null) {
            return MISSING;
        }
        Instant since = row.ageFrom(knownAhead);
        if (since.isAfter(time) || row.availableAt().isAfter(time)) {
            return FUTURE;
        }
        return ttl != null && since.isBefore(ttl.before(time)) ? STALE : PRESENT;
    }
}
