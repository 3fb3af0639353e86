package dev.tidemill.client.table;

/**
 * One column of a {@link Table}.
 *
 * @param type as DuckDB writes it, such as {@code BIGINT}, {@code TIMESTAMP WITH TIME ZONE} or {@code DECIMAL(18,3)}
 * @param nulls how many rows have no value in it
 */
public record TableColumn(String name, String type, long nulls) {}
