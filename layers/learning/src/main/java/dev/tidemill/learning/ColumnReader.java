package dev.tidemill.learning;

import dev.tidemill.contract.project.ProjectSpec.ColumnSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.core.failure.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brings one column's values to its type and holds them against its rules. */
final class ColumnReader {
    private static final int SHOWN = 80;

    private final ColumnSpec spec;
    private final @Nullable Pattern pattern;

    ColumnReader(ColumnSpec spec) {
        this.spec = spec;
        this.pattern = spec.pattern() == null ? null : Pattern.compile(spec.pattern());
    }

    /** A reader of a type without rules. */
    static ColumnReader of(ColumnType type) {
        return new ColumnReader(new ColumnSpec(type, false, null, null, null, null, null, null));
    }

    boolean isRequired() {
        return spec.required();
    }

    ColumnType type() {
        return spec.type();
    }

    /**
     * Reads a value.
     *
     * @param place names it in a fault
     * @param faults takes what is wrong
     * @return String, Long, Double, Boolean, Instant (to the microsecond) or LocalDate; null for null and for faults
     */
    @Nullable
    Object read(@Nullable Object raw, String place, List<Problem.Detail> faults) {
        if (raw == null) {
            if (spec.required()) {
                faults.add(new Problem.Detail(place, "null", "a " + word() + "; it is required"));
            }
            return null;
        }
        Object value = typed(raw);
        if (value == null) {
            faults.add(new Problem.Detail(place, shown(raw), expectation()));
            return null;
        }
        String broken = brokenRule(value);
        if (broken != null) {
            faults.add(new Problem.Detail(place, shown(raw), broken));
            return null;
        }
        return value;
    }

    private @Nullable Object typed(Object raw) {
        return switch (spec.type()) {
            case STRING -> raw instanceof String ? raw : null;
            case INT -> whole(raw);
            case DOUBLE, FLOAT32 -> real(raw);
            case BOOL -> raw instanceof Boolean ? raw : null;
            case TIMESTAMP -> instant(raw);
            case DATE -> date(raw);
        };
    }

    private static @Nullable Long whole(Object raw) {
        return switch (raw) {
            case Long value -> value;
            case Integer value -> value.longValue();
            case Short value -> value.longValue();
            case Byte value -> value.longValue();
            case BigInteger value -> value.bitLength() < 64 ? Long.valueOf(value.longValue()) : null;
            default -> null;
        };
    }

    private static @Nullable Double real(Object raw) {
        return switch (raw) {
            case Double value -> finite(value);
            case Float value -> finite(value.doubleValue());
            case BigDecimal value -> finite(value.doubleValue());
            case BigInteger value -> finite(value.doubleValue());
            case Number value -> value.doubleValue();
            default -> null;
        };
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /** Reads an instant from itself or from ISO-8601 text with an offset; null when it is neither. */
    static @Nullable Instant instant(Object raw) {
        if (raw instanceof Instant instant) {
            return instant.truncatedTo(ChronoUnit.MICROS);
        }
        if (!(raw instanceof String text)) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable LocalDate date(Object raw) {
        if (raw instanceof LocalDate date) {
            return date;
        }
        try {
            return raw instanceof String text ? LocalDate.parse(text) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private @Nullable String brokenRule(Object value) {
        if (value instanceof String text) {
            if (pattern != null && !pattern.matcher(text).matches()) {
                return "text that matches " + spec.pattern();
            }
            if (spec.values() != null && !spec.values().contains(text)) {
                return "one of " + String.join(", ", spec.values());
            }
        }
        if (value instanceof Number number) {
            if (spec.min() != null && number.doubleValue() < spec.min()) {
                return "a number of at least " + plain(spec.min());
            }
            if (spec.max() != null && number.doubleValue() > spec.max()) {
                return "a number of at most " + plain(spec.max());
            }
        }
        return null;
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    private String word() {
        return switch (spec.type()) {
            case STRING -> "text";
            case INT -> "whole number";
            case DOUBLE, FLOAT32 -> "finite number";
            case BOOL -> "boolean";
            case TIMESTAMP -> "timestamp";
            case DATE -> "date";
        };
    }

    private String expectation() {
        return switch (spec.type()) {
            case STRING -> "text";
            case INT -> "a whole number of 64 bits";
            case DOUBLE, FLOAT32 -> "a finite number";
            case BOOL -> "true or false";
            case TIMESTAMP -> "an ISO-8601 timestamp with an offset, such as 2013-07-01T06:30:00-04:00";
            case DATE -> "an ISO-8601 date, such as 2013-07-01";
        };
    }

    private static String shown(Object raw) {
        String text = raw instanceof String s ? '"' + s + '"' : String.valueOf(raw);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
