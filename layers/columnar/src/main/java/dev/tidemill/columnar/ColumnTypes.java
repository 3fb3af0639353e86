package dev.tidemill.columnar;

import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import java.util.Locale;
import java.util.Optional;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** How the column types of a project are called in DuckDB and Iceberg. */
final class ColumnTypes {
    private ColumnTypes() {}

    static String duck(ColumnType type) {
        return switch (type) {
            case STRING -> "VARCHAR";
            case INT -> "BIGINT";
            case DOUBLE -> "DOUBLE";
            case FLOAT32 -> "FLOAT";
            case BOOL -> "BOOLEAN";
            case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
            case DATE -> "DATE";
        };
    }

    static Type iceberg(ColumnType type) {
        return switch (type) {
            case STRING -> Types.StringType.get();
            case INT -> Types.LongType.get();
            case DOUBLE -> Types.DoubleType.get();
            case FLOAT32 -> Types.FloatType.get();
            case BOOL -> Types.BooleanType.get();
            case TIMESTAMP -> Types.TimestampType.withZone();
            case DATE -> Types.DateType.get();
        };
    }

    /**
     * @throws IllegalArgumentException when no column type is stored so
     */
    static ColumnType of(Type type) {
        return switch (type.typeId()) {
            case STRING -> ColumnType.STRING;
            case LONG, INTEGER -> ColumnType.INT;
            case DOUBLE -> ColumnType.DOUBLE;
            case FLOAT -> ColumnType.FLOAT32;
            case BOOLEAN -> ColumnType.BOOL;
            case TIMESTAMP -> ColumnType.TIMESTAMP;
            case DATE -> ColumnType.DATE;
            default -> throw new IllegalArgumentException("Iceberg type " + type + " is none that Tidemill writes");
        };
    }

    /** The column type that holds every value of a DuckDB type; empty for nested and other types. */
    static Optional<ColumnType> ofDuck(String duckType) {
        String name = duckType.toUpperCase(Locale.ROOT);
        if (name.startsWith("DECIMAL")) {
            return Optional.of(ColumnType.DOUBLE);
        }
        return switch (name) {
            case "VARCHAR", "UUID" -> Optional.of(ColumnType.STRING);
            case "TINYINT",
                    "SMALLINT",
                    "INTEGER",
                    "BIGINT",
                    "UTINYINT",
                    "USMALLINT",
                    "UINTEGER",
                    "UBIGINT",
                    "HUGEINT" -> Optional.of(ColumnType.INT);
            case "DOUBLE" -> Optional.of(ColumnType.DOUBLE);
            case "FLOAT" -> Optional.of(ColumnType.FLOAT32);
            case "BOOLEAN" -> Optional.of(ColumnType.BOOL);
            case "TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ", "TIMESTAMP" -> Optional.of(ColumnType.TIMESTAMP);
            case "DATE" -> Optional.of(ColumnType.DATE);
            default -> name.startsWith("ENUM") ? Optional.of(ColumnType.STRING) : Optional.empty();
        };
    }

    static String word(ColumnType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
