package dev.tidemill.client.plot;

import java.util.List;

/**
 * Marks of one kind.
 *
 * @param tips titles of what a pointer over a mark tells, as many as each row's tips; empty for nothing
 */
record Layer(Mark mark, Style style, List<String> tips, List<Row> rows) {
    enum Mark {
        /** Through the rows of each key, in their order. */
        LINE,
        /** Between y and y2 over x, in the order of the rows. */
        AREA,
        /** From x, y to x2, y2. */
        RECT,
        /** A straight line from x, y to x2, y2. */
        RULE,
        POINT,
        TEXT
    }

    Layer {
        tips = List.copyOf(tips);
        rows = List.copyOf(rows);
    }

    static Layer of(Mark mark, Style style, List<Row> rows) {
        return new Layer(mark, style, List.of(), rows);
    }

    static Layer of(Mark mark, Style style, List<String> tips, List<Row> rows) {
        return new Layer(mark, style, tips, rows);
    }
}
