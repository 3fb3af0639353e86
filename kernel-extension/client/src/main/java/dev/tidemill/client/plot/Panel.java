package dev.tidemill.client.plot;

import java.util.List;

/**
 * One pair of axes with what is drawn between them, later layers above earlier ones.
 *
 * @param heading lines above the panel; empty for none
 * @param width of the space between the axes, in pixels
 * @param height of the space between the axes, in pixels
 * @param series that layers drawn by series name, told in the legend below the panel
 * @param legend whether the legend is shown
 */
record Panel(
        List<String> heading,
        int width,
        int height,
        Axis x,
        Axis y,
        List<Layer> layers,
        List<Series> series,
        boolean legend) {
    Panel {
        heading = heading.stream().map(Scene::line).toList();
        layers = List.copyOf(layers);
        series = List.copyOf(series);
    }

    static Panel of(int width, int height, Axis x, Axis y, List<Layer> layers) {
        return new Panel(List.of(), width, height, x, y, layers, List.of(), false);
    }

    Panel headed(String... lines) {
        return new Panel(List.of(lines), width, height, x, y, layers, series, legend);
    }

    Panel with(List<Series> shown, boolean told) {
        return new Panel(heading, width, height, x, y, layers, shown, told);
    }

    /** Whether some layer draws the series by such marks. */
    boolean drawsSeries(Layer.Mark mark) {
        return layers.stream()
                .anyMatch(layer -> layer.mark() == mark && layer.style().color().equals(Style.BY_SERIES));
    }

    /** Columns of the legend that fit below the panel. */
    int legendColumns() {
        int longest = series.stream().mapToInt(s -> s.name().length()).max().orElse(1);
        return Math.clamp((long) (width / (Scene.LETTER * longest + 50)), 1, Math.max(1, series.size()));
    }

    /** Pixels left of the space between the axes, or right of it when the axis stands there. */
    double sideExtent() {
        return y.labelWidth() + 8 + 15.0 * y.titleLines(height).size();
    }

    double outerWidth() {
        return width + sideExtent();
    }
}
