package dev.tidemill.client.plot;

import java.util.List;

/**
 * How the marks of a layer look.
 *
 * @param color a colour for all, {@link #BY_SERIES} or {@link #BY_ROW}
 * @param size width of a line, area of a point in square pixels, or height of letters
 * @param align of a text about its place: left, center or right
 * @param dx pixels by which a text is moved to the right
 * @param dy pixels by which a text is moved down
 * @param halo whether a text keeps what is below it off by a white rim
 * @param dash of a rule
 * @param shape of points; empty when the series tells it
 */
record Style(
        String color,
        double opacity,
        double size,
        String align,
        int dx,
        int dy,
        boolean bold,
        boolean halo,
        List<Integer> dash,
        String shape) {
    static final String BY_SERIES = "series";
    static final String BY_ROW = "row";
    static final String TEXT = "#333333";
    static final String SOFT = "#595959";
    static final String LINES = "#8A8A8A";
    static final String GRID = "#E3E3E3";
    static final String CARD = "#FFFFFF";

    static Style of(String color, double size) {
        return new Style(color, 1, size, "center", 0, 0, false, false, List.of(1, 0), "");
    }

    Style faint(double share) {
        return new Style(color, share, size, align, dx, dy, bold, halo, dash, shape);
    }

    Style placed(String side, int right, int down) {
        return new Style(color, opacity, size, side, right, down, bold, halo, dash, shape);
    }

    Style strong() {
        return new Style(color, opacity, size, align, dx, dy, true, halo, dash, shape);
    }

    Style rimmed() {
        return new Style(color, opacity, size, align, dx, dy, bold, true, dash, shape);
    }

    Style dashed(int... lengths) {
        List<Integer> gaps = java.util.Arrays.stream(lengths).boxed().toList();
        return new Style(color, opacity, size, align, dx, dy, bold, halo, gaps, shape);
    }

    Style shaped(String name) {
        return new Style(color, opacity, size, align, dx, dy, bold, halo, dash, name);
    }
}
