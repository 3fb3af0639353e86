package dev.tidemill.client.table;

import java.util.Set;

/**
 * One column of a {@link Table}.
 *
 * @param type as DuckDB writes it, such as {@code BIGINT}, {@code TIMESTAMP WITH TIME ZONE} or {@code DECIMAL(18,3)}
 * @param nulls how many rows have no value in it
 */
public record TableColumn(String name, String type, long nulls) {
    private static final Set<String> NUMBERS = Set.of(
            "TINYINT",
            "SMALLINT",
            "INTEGER",
            "BIGINT",
            "HUGEINT",
            "UTINYINT",
            "USMALLINT",
            "UINTEGER",
            "UBIGINT",
            "UHUGEINT",
            "FLOAT",
            "DOUBLE");

    /** Whether its values are numbers; a list of numbers is none. */
    public boolean isNumeric() {
        return NUMBERS.contains(type) || (type.startsWith("DECIMAL") && !type.endsWith("]"));
    }
}
