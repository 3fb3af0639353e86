package dev.tidemill.columnar;

import dev.tidemill.core.Span;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.stream.Collectors;

/** Writes names, texts and times as SQL. */
public final class SqlText {
    private SqlText() {}

    /** An identifier, quoted. */
    public static String name(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** Identifiers, quoted, with commas between. */
    public static String names(Collection<String> identifiers) {
        return identifiers.stream().map(SqlText::name).collect(Collectors.joining(", "));
    }

    /** A text literal. */
    public static String literal(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    /** A list of text literals. */
    public static String literals(Collection<?> texts) {
        return texts.stream().map(text -> literal(text.toString())).collect(Collectors.joining(", ", "[", "]"));
    }

    /** An instant as a literal, to the microsecond. */
    public static String literal(Instant instant) {
        return "make_timestamptz(" + micros(instant) + ")";
    }

    /** An interval. */
    public static String interval(Span span) {
        long months = span.period().toTotalMonths();
        long micros = span.duration().toNanos() / 1_000;
        return "(to_months(" + months + ") + to_days(" + span.period().get(ChronoUnit.DAYS) + ") + to_microseconds("
                + micros + "))";
    }

    /** Microseconds since the epoch. */
    public static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    /** The instant of microseconds since the epoch. */
    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }
}
