package dev.tidemill.engine;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;

/** Turns what the driver gives into the JDK types that a table promises. */
final class CellValues {
    private CellValues() {}

    /** The value in a column of the current row. */
    static @Nullable Object read(ResultSet rows, int column, String type) throws SQLException {
        if (type.equals("TIMESTAMP WITH TIME ZONE")) {
            OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
            return time == null ? null : time.toInstant();
        }
        return plain(rows.getObject(column));
    }

    private static @Nullable Object plain(@Nullable Object value) throws SQLException {
        return switch (value) {
            case null -> null;
            case Byte number -> number.longValue();
            case Short number -> number.longValue();
            case Integer number -> number.longValue();
            case Float number -> (double) number;
            case BigInteger number -> number;
            case Timestamp time -> time.toLocalDateTime();
            case OffsetDateTime time -> time.toInstant();
            case Blob blob -> blob.getBytes(1, (int) blob.length());
            case Array array -> list((Object[]) array.getArray());
            case DuckDBStruct struct -> map(struct.getMap());
            case Map<?, ?> map -> map(map);
            case String text -> text;
            case Long number -> number;
            case Double number -> number;
            case Boolean flag -> flag;
            case BigDecimal number -> number;
            case LocalDate day -> day;
            case LocalTime time -> time;
            case LocalDateTime time -> time;
            default -> value.toString();
        };
    }

    private static List<@Nullable Object> list(@Nullable Object[] values) throws SQLException {
        List<@Nullable Object> list = new ArrayList<>(values.length);
        for (Object value : values) {
            list.add(plain(value));
        }
        return Collections.unmodifiableList(list);
    }

    private static Map<String, @Nullable Object> map(Map<?, ?> values) throws SQLException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            map.put(String.valueOf(plain(entry.getKey())), plain(entry.getValue()));
        }
        return Collections.unmodifiableMap(map);
    }
}
