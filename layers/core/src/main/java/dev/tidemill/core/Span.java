package dev.tidemill.core;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * An ISO-8601 length of time that may hold both calendar and clock parts, such as {@code P1M} or {@code P1DT6H}.
 * Calendar parts are counted in UTC.
 *
 * @param period years, months and days; none negative
 * @param duration hours, minutes and seconds; not negative
 */
public record Span(Period period, Duration duration) {
    public Span {
        if (period.isNegative() || duration.isNegative()) {
            throw new IllegalArgumentException("span " + period + " " + duration + ": expected no negative part");
        }
    }

    /**
     * @throws IllegalArgumentException when the text is no ISO-8601 length of time, naming the text
     */
    public static Span parse(String text) {
        try {
            int t = text.indexOf('T');
            if (t < 0) {
                return new Span(Period.parse(text), Duration.ZERO);
            }
            Period period = t == 1 ? Period.ZERO : Period.parse(text.substring(0, t));
            return new Span(period, Duration.parse("P" + text.substring(t)));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'" + text + "': expected an ISO-8601 length of time such as PT4H, P1D or P1M", e);
        }
    }

    /** The instant this much later. */
    public Instant after(Instant start) {
        return start.atOffset(ZoneOffset.UTC).plus(period).plus(duration).toInstant();
    }

    /** The instant this much earlier. */
    public Instant before(Instant end) {
        return end.atOffset(ZoneOffset.UTC).minus(duration).minus(period).toInstant();
    }

    /** Tells whether the span is empty. */
    public boolean isZero() {
        return period.isZero() && duration.isZero();
    }

    /** The ISO-8601 text, such as {@code P1DT6H}; {@code PT0S} when empty. */
    @Override
    public String toString() {
        if (period.isZero()) {
            return duration.toString();
        }
        return duration.isZero()
                ? period.toString()
                : period + duration.toString().substring(1);
    }
}
