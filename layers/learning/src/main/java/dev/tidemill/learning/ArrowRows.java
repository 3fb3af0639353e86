package dev.tidemill.learning;

import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Reads the rows of Arrow batches as the values that the request path takes. */
public final class ArrowRows {
    private ArrowRows() {}

    /**
     * One row by column name: String, Long, Double, Boolean, Instant, LocalDate or null.
     *
     * @throws IllegalArgumentException when a column has a type that no request or feature has
     */
    public static Map<String, @Nullable Object> row(VectorSchemaRoot batch, int index) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (FieldVector vector : batch.getFieldVectors()) {
            row.put(vector.getName(), value(vector, index));
        }
        return row;
    }

    /** One value, typed as in {@link #row}. */
    public static @Nullable Object value(FieldVector vector, int index) {
        if (vector.isNull(index)) {
            return null;
        }
        return switch (vector) {
            case VarCharVector text -> new String(text.get(index), StandardCharsets.UTF_8);
            case BitVector flag -> flag.get(index) != 0;
            case Float8Vector real -> real.get(index);
            case Float4Vector real -> (double) real.get(index);
            case DateDayVector day -> LocalDate.ofEpochDay(day.get(index));
            case TimeStampVector time -> instant(time.get(index), unit(vector.getField()));
            default -> boxed(vector, index);
        };
    }

    /**
     * The column type of a field.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static ColumnType type(Field field) {
        return switch (field.getType()) {
            case ArrowType.Utf8 text -> ColumnType.STRING;
            case ArrowType.LargeUtf8 text -> ColumnType.STRING;
            case ArrowType.Bool flag -> ColumnType.BOOL;
            case ArrowType.Int whole -> ColumnType.INT;
            case ArrowType.FloatingPoint real -> ColumnType.DOUBLE;
            case ArrowType.Decimal real -> ColumnType.DOUBLE;
            case ArrowType.Timestamp time -> ColumnType.TIMESTAMP;
            case ArrowType.Date day -> ColumnType.DATE;
            default ->
                throw new IllegalArgumentException("column '" + field.getName() + "' of type " + field.getType()
                        + ": expected text, a number, a boolean, a timestamp or a date");
        };
    }

    private static Object boxed(FieldVector vector, int index) {
        Object value = vector.getObject(index);
        return switch (value) {
            case Long whole -> whole;
            case Integer whole -> whole.longValue();
            case Short whole -> whole.longValue();
            case Byte whole -> whole.longValue();
            case Character whole -> (long) whole;
            case BigDecimal real -> real.doubleValue();
            case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
            case org.apache.arrow.vector.util.Text text -> text.toString();
            default ->
                throw new IllegalArgumentException("column '" + vector.getName() + "' of type "
                        + vector.getField().getType() + ": expected text, a number, a boolean, a timestamp or a date");
        };
    }

    private static TimeUnit unit(Field field) {
        return ((ArrowType.Timestamp) field.getType()).getUnit();
    }

    private static Instant instant(long value, TimeUnit unit) {
        return switch (unit) {
            case SECOND -> Instant.ofEpochSecond(value);
            case MILLISECOND -> Instant.ofEpochMilli(value);
            case MICROSECOND ->
                Instant.ofEpochSecond(Math.floorDiv(value, 1_000_000L), Math.floorMod(value, 1_000_000L) * 1_000L);
            case NANOSECOND ->
                Instant.ofEpochSecond(
                        Math.floorDiv(value, 1_000_000_000L), Math.floorMod(value, 1_000_000_000L) / 1_000L * 1_000L);
        };
    }
}
