package dev.tidemill.client.table;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How values, types and counts are written for a person. */
final class CellText {
    private static final int BYTES_SHOWN = 16;

    private CellText() {}

    /** The type as a heading has room for it; nested types keep their first letters. */
    static String shortType(String type) {
        String text = type.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ").toLowerCase(Locale.ROOT);
        return text.length() <= 28 ? text : text.substring(0, 27) + "…";
    }

    /** The number of nulls. */
    static String nulls(TableColumn column) {
        return grouped(column.nulls()) + " null";
    }

    /** The share of nulls in words. */
    static String share(TableColumn column, long rows) {
        double share = rows == 0 ? 0 : 100.0 * column.nulls() / rows;
        String percent = share > 0 && share < 0.1
                ? "less than 0.1"
                : share > 99.9 && column.nulls() < rows ? "over 99.9" : String.format(Locale.ROOT, "%.1f", share);
        return percent + "% of the rows have no value";
    }

    /** Which rows these are, and how the next ones are had. */
    static String footer(TablePage page) {
        String columns = grouped(page.columns().size()) + (page.columns().size() == 1 ? " column" : " columns");
        if (page.total() == 0) {
            return "no rows, " + columns;
        }
        long to = page.from() + page.rows().size();
        String rows = page.from() == 0 && to == page.total()
                ? grouped(to) + (to == 1 ? " row, " : " rows, ") + columns
                : "rows " + grouped(page.from() + 1) + "–" + grouped(to) + " of " + grouped(page.total()) + ", "
                        + columns + ", page " + grouped(page.number()) + " of " + grouped(page.pages());
        return page.number() < page.pages() ? rows + ": .page(" + (page.number() + 1) + ") shows the next" : rows;
    }

    /** A value that is not null. */
    static String of(Object value) {
        return switch (value) {
            case byte[] bytes -> blob(bytes);
            case List<?> list -> list.stream().map(CellText::inner).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + inner(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case BigDecimal number -> number.toPlainString();
            default -> value.toString();
        };
    }

    private static String inner(@Nullable Object value) {
        return value == null ? "null" : of(value);
    }

    private static String blob(byte[] bytes) {
        String hex = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, BYTES_SHOWN));
        return "0x" + hex + (bytes.length > BYTES_SHOWN ? "… (" + grouped(bytes.length) + " bytes)" : "");
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
