package dev.tidemill.client.table;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An immutable result of any number of rows, which lie on disk in DuckDB and not on the heap: a million rows cost what
 * is asked of them. Rows keep the order in which the query returned them. Safe for use by several threads.
 *
 * <p>Values are JDK types: {@code BIGINT} and smaller integers are {@link Long}, {@code HUGEINT} and {@code UBIGINT}
 * {@link java.math.BigInteger}, {@code DOUBLE} and {@code FLOAT} {@link Double}, {@code DECIMAL}
 * {@link java.math.BigDecimal}, {@code TIMESTAMP WITH TIME ZONE} {@link java.time.Instant}, {@code TIMESTAMP}
 * {@link java.time.LocalDateTime}, {@code DATE} {@link java.time.LocalDate}, {@code TIME} {@link java.time.LocalTime},
 * {@code BLOB} {@code byte[]}, a list {@link List}, a struct or map {@link Map}; any other type is its text. No value is
 * null.
 *
 * <p>Methods throw {@link dev.tidemill.client.engine.EngineException}: {@code TABLE_CLOSED} after {@link #close},
 * {@code NO_SUCH_COLUMN}, {@code WRONG_TYPE}, {@code FILE_FAILED}, and for SQL as {@link #sql} says.
 */
public interface Table extends AutoCloseable {
    /** The columns in order, with type and number of nulls. */
    List<TableColumn> columns();

    /** How many rows there are. */
    long rows();

    /**
     * Some of the rows.
     *
     * @param from position of the first, from 0; past the end gives no rows
     * @param count how many at most, not negative
     * @return value by column name, in the columns' order
     */
    List<Map<String, @Nullable Object>> rows(long from, int count);

    /**
     * Twenty rows, as a cell shows them.
     *
     * @param number from 1 to the last page, else {@code NO_SUCH_PAGE}
     */
    TablePage page(int number);

    /**
     * All rows as records of the caller's. A component reads the column of its name, or of its name in snake case
     * ({@code flightNumber} reads {@code flight_number}); a column that no component names is left out. A component of
     * a primitive type takes no null: {@code WRONG_TYPE} names the column, the row and what would fit.
     */
    <R extends Record> List<R> records(Class<R> type);

    /**
     * A column of numbers or booleans (0 and 1), a null as {@link Double#NaN}.
     *
     * @throws dev.tidemill.client.engine.EngineException {@code WRONG_TYPE} for a column of anything else
     */
    double[] doubles(String column);

    /** A column as texts, a timestamp in ISO-8601, a null as null. */
    List<@Nullable String> strings(String column);

    /** Writes CSV by RFC 4180 with a header; a null is an empty field and an empty text is {@code ""}. */
    void writeCsv(Path file);

    /** Writes one Parquet file, compressed by Zstandard. */
    void writeParquet(Path file);

    /** Writes an Arrow IPC stream, which {@code pyarrow.ipc.open_stream} and ArrowStreamReader read; leaves it open. */
    void writeArrow(OutputStream out);

    /**
     * Asks this table, which the query names {@code t}.
     *
     * @param query one SELECT, in DuckDB's SQL
     * @throws dev.tidemill.client.engine.EngineException {@code INVALID_SQL} or {@code SQL_FAILED} with DuckDB's reason
     *     and the place in the query
     */
    Table sql(String query);

    /** The first page as HTML. */
    default String html() {
        return page(1).html();
    }

    /** The first page as text. */
    default String text() {
        return page(1).text();
    }

    /** Gives the disk back; a table that is no longer reachable gives it back by itself. Closing again does nothing. */
    @Override
    void close();
}
