package dev.tidemill.client.plot;

import dev.tidemill.client.plot.Layer.Mark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A plot to be filled with lines or bars of one's own.
 *
 * @param title above it
 * @param across title of the horizontal axis, with its unit
 * @param upward title of the vertical axis, with its unit
 */
public record PlotAxes(String title, String across, String upward) {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 260;
    private static final int BAR = 20;
    private static final int MARKED = 30;

    /**
     * One horizontal bar for each entry, in their order.
     *
     * @param values finite, at least one
     */
    public Plot bars(Map<String, ? extends Number> values) {
        Inputs.some(values, title, "bars");
        Map<String, Double> numbers = new LinkedHashMap<>();
        values.forEach((name, value) -> numbers.put(name, Inputs.finite(value.doubleValue(), name, 1)));
        double low =
                Math.min(0, numbers.values().stream().mapToDouble(v -> v).min().orElse(0));
        double high =
                Math.max(0, numbers.values().stream().mapToDouble(v -> v).max().orElse(1));
        Axis x = Axis.linear(across, low, high > low ? high : 1);
        List<Row> bars = new ArrayList<>();
        List<Row> ends = new ArrayList<>();
        numbers.forEach((name, value) -> {
            int at = bars.size();
            String told = Numbers.text(value);
            bars.add(Row.at(0, at + 0.14).to(value, at + 0.86).of(name).tip(name, told));
            ends.add(Row.at(Math.max(0, value), at + 0.5).saying(told));
        });
        // The number stands after its bar, so the axis needs room for it.
        Axis roomy = x.high() - high < 0.08 * (x.high() - x.low()) && high > 0
                ? Axis.linear(across, low, high + 0.09 * (high - low))
                : x;
        Panel panel = Panel.of(
                WIDTH,
                BAR * numbers.size(),
                roomy,
                Axis.down(upward, List.copyOf(numbers.keySet()), 34),
                List.of(
                        Layer.of(Mark.RECT, Style.of("#0072B2", 1), List.of(upward, across), bars),
                        Layer.of(
                                Mark.TEXT,
                                Style.of(Style.SOFT, 10).placed("left", 4, 0).rimmed(),
                                ends)));
        return new Plot(
                new Scene(title, "", List.of(panel), 1),
                numbers.size() + (numbers.size() == 1 ? " bar of " : " bars of ") + across);
    }

    /**
     * One line for each entry through its points, in their order.
     *
     * @param series points by name, each a list of x and y, which must be finite; a series may have no points, but not
     *     all of them
     */
    public Plot lines(Map<String, List<List<Double>>> series) {
        Map<String, List<double[]>> lines = new LinkedHashMap<>();
        series.forEach((name, points) -> {
            List<double[]> numbers = new ArrayList<>();
            for (List<Double> point : points) {
                long position = numbers.size() + 1L;
                if (point.size() != 2) {
                    throw Inputs.refused("Point " + position + " of '" + name + "' has " + point.size()
                            + " numbers: x and y are expected.");
                }
                numbers.add(new double[] {point.get(0), point.get(1)});
            }
            lines.put(name, numbers);
        });
        return drawn(lines);
    }

    Plot drawn(Map<String, List<double[]>> lines) {
        List<double[]> all = new ArrayList<>();
        lines.forEach((name, points) -> {
            for (int i = 0; i < points.size(); i++) {
                Inputs.finite(points.get(i)[0], name, i + 1L);
                Inputs.finite(points.get(i)[1], name, i + 1L);
            }
            all.addAll(points);
        });
        Inputs.some(all, title, "points");
        List<Row> rows = new ArrayList<>();
        List<Row> marked = new ArrayList<>();
        lines.forEach((name, points) -> {
            List<double[]> thin = Thinning.of(points, p -> p[0], p -> p[1]);
            for (double[] point : thin) {
                Row row = Row.at(point[0], point[1]).of(name).tip(name, Numbers.text(point[0]), Numbers.text(point[1]));
                rows.add(row);
                if (points.size() <= MARKED) {
                    marked.add(row);
                }
            }
        });
        List<String> tips = List.of("series", across, upward);
        List<Layer> layers = new ArrayList<>();
        layers.add(Layer.of(Mark.LINE, Style.of(Style.BY_SERIES, 1.8), tips, rows));
        if (!marked.isEmpty()) {
            layers.add(Layer.of(Mark.POINT, Style.of(Style.BY_SERIES, 36), tips, marked));
        }
        Axis x = Axis.linear(across, least(all, 0), most(all, 0));
        Axis y = Axis.linear(upward, least(all, 1), most(all, 1));
        Panel panel = Panel.of(WIDTH, HEIGHT, x, y, layers).with(Series.of(lines.keySet()), true);
        return new Plot(
                new Scene(title, "", List.of(panel), 1),
                lines.size() + (lines.size() == 1 ? " line of " : " lines of ") + upward + " by " + across);
    }

    private static double least(List<double[]> points, int axis) {
        return points.stream().mapToDouble(p -> p[axis]).min().orElse(0);
    }

    private static double most(List<double[]> points, int axis) {
        return points.stream().mapToDouble(p -> p[axis]).max().orElse(1);
    }
}
