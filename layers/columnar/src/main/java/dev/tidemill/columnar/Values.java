package dev.tidemill.columnar;

import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads columns of a row as Boolean, Long, Double, String or Instant; a date is read as ISO-8601 text. */
final class Values {
    private Values() {}

    /** The columns from the first on, by name in order. */
    static Map<String, @Nullable Object> read(ResultSet rows, int first, Map<String, ColumnType> columns)
            throws SQLException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        int i = first;
        for (Map.Entry<String, ColumnType> column : columns.entrySet()) {
            values.put(column.getKey(), read(rows, i++, column.getValue()));
        }
        return values;
    }

    static @Nullable Object read(ResultSet rows, int i, ColumnType type) throws SQLException {
        if (rows.getObject(i) == null) {
            return null;
        }
        return switch (type) {
            case STRING -> rows.getString(i);
            case INT -> rows.getLong(i);
            case DOUBLE, FLOAT32 -> rows.getDouble(i);
            case BOOL -> rows.getBoolean(i);
            case TIMESTAMP -> rows.getObject(i, OffsetDateTime.class).toInstant();
            case DATE -> rows.getObject(i, LocalDate.class).toString();
        };
    }
}
