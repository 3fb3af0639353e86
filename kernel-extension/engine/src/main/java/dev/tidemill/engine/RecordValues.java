package dev.tidemill.engine;

import dev.tidemill.client.table.TableColumn;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Brings a table's values to the types of record components, where nothing is lost by it. */
final class RecordValues {
    private RecordValues() {}

    /** The value as the type; empty when it is null or does not fit. */
    static Optional<Object> fit(@Nullable Object value, Type wanted) {
        Class<?> type = raw(wanted);
        if (type == Optional.class) {
            Type inner = wanted instanceof ParameterizedType parameters
                    ? parameters.getActualTypeArguments()[0]
                    : Object.class;
            return value == null
                    ? Optional.of(Optional.empty())
                    : fit(value, inner).map(Optional::of);
        }
        if (value == null) {
            return Optional.empty();
        }
        if (type.isInstance(value)) {
            return Optional.of(value);
        }
        return Optional.ofNullable(
                switch (value) {
                    case Long number -> whole(BigInteger.valueOf(number), type);
                    case BigInteger number -> whole(number, type);
                    case Double number -> real(number, type);
                    case BigDecimal number -> decimal(number, type);
                    case Boolean flag -> type == boolean.class ? flag : null;
                    case Instant time -> instant(time, type);
                    case LocalDate day -> type == LocalDateTime.class ? day.atStartOfDay() : null;
                    case String text -> text(text, type);
                    default -> null;
                });
    }

    /** How a component for a column is declared. */
    static String suggested(TableColumn column, @Nullable Object value) {
        String type = column.type();
        if (type.startsWith("DECIMAL")) {
            return column.nulls() > 0 ? "BigDecimal or Double" : "BigDecimal or double";
        }
        return switch (type) {
            case "BOOLEAN" -> column.nulls() > 0 ? "Boolean" : "boolean";
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER" ->
                column.nulls() > 0 ? "Long" : "long";
            case "HUGEINT", "UHUGEINT", "UBIGINT" -> "BigInteger";
            case "FLOAT", "DOUBLE" -> column.nulls() > 0 ? "Double" : "double";
            case "TIMESTAMP WITH TIME ZONE" -> "Instant";
            case "TIMESTAMP" -> "LocalDateTime";
            case "DATE" -> "LocalDate";
            default -> value == null ? "String" : value.getClass().getSimpleName();
        };
    }

    private static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType parameters -> (Class<?>) parameters.getRawType();
            default -> Object.class;
        };
    }

    private static @Nullable Object whole(BigInteger number, Class<?> type) {
        if (type == long.class || type == Long.class) {
            return number.bitLength() < Long.SIZE ? number.longValue() : null;
        }
        if (type == int.class || type == Integer.class) {
            return number.bitLength() < Integer.SIZE ? number.intValue() : null;
        }
        if (type == short.class || type == Short.class) {
            return number.bitLength() < Short.SIZE ? number.shortValue() : null;
        }
        if (type == byte.class || type == Byte.class) {
            return number.bitLength() < Byte.SIZE ? number.byteValue() : null;
        }
        if (type == double.class || type == Double.class) {
            return number.doubleValue();
        }
        if (type == float.class || type == Float.class) {
            return number.floatValue();
        }
        if (type == BigDecimal.class) {
            return new BigDecimal(number);
        }
        return type == BigInteger.class ? number : null;
    }

    private static @Nullable Object real(double number, Class<?> type) {
        if (type == double.class) {
            return number;
        }
        return type == float.class || type == Float.class ? (Object) (float) number : null;
    }

    private static @Nullable Object decimal(BigDecimal number, Class<?> type) {
        if (type == double.class || type == Double.class) {
            return number.doubleValue();
        }
        if (type == float.class || type == Float.class) {
            return number.floatValue();
        }
        return number.stripTrailingZeros().scale() <= 0 ? whole(number.toBigInteger(), type) : null;
    }

    private static @Nullable Object instant(Instant time, Class<?> type) {
        if (type == OffsetDateTime.class) {
            return time.atOffset(ZoneOffset.UTC);
        }
        return type == ZonedDateTime.class ? time.atZone(ZoneOffset.UTC) : null;
    }

    private static @Nullable Object text(String text, Class<?> type) {
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equalsIgnoreCase(text)) {
                    return constant;
                }
            }
            return null;
        }
        if (type == char.class || type == Character.class) {
            return text.length() == 1 ? text.charAt(0) : null;
        }
        try {
            return type == UUID.class ? UUID.fromString(text) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
