package dev.tidemill.client.plot;

import java.util.List;

/**
 * A mark, or a point of a line, in the units of the axes. Numbers are rounded to seven digits where they are not times.
 *
 * @param key name of the series or of the line that the row belongs to
 * @param color of its own; empty when the layer or the series tells it
 * @param text that a text mark shows
 * @param tips what a pointer over the mark tells
 */
record Row(double x, double y, double x2, double y2, String key, String color, String text, List<String> tips) {
    Row {
        tips = List.copyOf(tips);
    }

    static Row at(double x, double y) {
        return new Row(Numbers.rounded(x), Numbers.rounded(y), Double.NaN, Double.NaN, "", "", "", List.of());
    }

    Row to(double right, double top) {
        return new Row(x, y, Numbers.rounded(right), Numbers.rounded(top), key, color, text, tips);
    }

    Row of(String name) {
        return new Row(x, y, x2, y2, Scene.line(name), color, text, tips);
    }

    Row colored(String hex) {
        return new Row(x, y, x2, y2, key, hex, text, tips);
    }

    Row saying(String words) {
        return new Row(x, y, x2, y2, key, color, Scene.line(words), tips);
    }

    Row tip(String... told) {
        return new Row(x, y, x2, y2, key, color, text, List.of(told));
    }
}
