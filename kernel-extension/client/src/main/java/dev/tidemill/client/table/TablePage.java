package dev.tidemill.client.table;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of a table's rows as a cell shows it.
 *
 * @param number of the page, from 1
 * @param from position of its first row in the table, from 0
 * @param total rows of the whole table
 * @param columns of the table, in order
 * @param rows of the page, value by column name in the columns' order
 */
public record TablePage(
        int number, long from, long total, List<TableColumn> columns, List<Map<String, @Nullable Object>> rows) {
    /** How many rows a page has, unless it is the last one. */
    public static final int ROWS = 20;

    public TablePage(
            int number, long from, long total, List<TableColumn> columns, List<Map<String, @Nullable Object>> rows) {
        this.number = number;
        this.from = from;
        this.total = total;
        this.columns = List.copyOf(columns);
        this.rows = List.copyOf(rows);
    }

    /** The page as an HTML fragment that is readable on a light and on a dark ground; every value is escaped. */
    public String html() {
        return HtmlPage.of(this);
    }

    /** The page as aligned columns for a terminal. */
    public String text() {
        return TextPage.of(this);
    }

    /** How many pages the table has; 1 when it has no row. */
    public long pages() {
        return Math.max(1, (total + ROWS - 1) / ROWS);
    }

    /** The aligned columns of {@link #text}. */
    @Override
    public String toString() {
        return text();
    }
}
