package dev.tidemill.kernel;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/**
 * Plots for a cell: as Vega-Lite, and the same as a PNG for viewers that draw none. Axis titles carry their unit.
 * Immutable.
 */
public final class Plot {
    private static final int WIDTH = 560;

    private final String title;
    private final String across;
    private final String upward;

    private Plot(String title, String across, String upward) {
        this.title = title;
        this.across = across;
        this.upward = upward;
    }

    /**
     * A plot to be filled.
     *
     * @param across title of the horizontal axis, with its unit
     * @param upward title of the vertical axis, with its unit
     */
    public static Plot of(String title, String across, String upward) {
        return new Plot(title, across, upward);
    }

    /** One horizontal bar for each entry, in their order; values must be finite. */
    public DisplayData bars(Map<String, ? extends Number> values) {
        List<Map<String, Object>> rows = new ArrayList<>();
        Map<String, Double> numbers = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            rows.add(Map.of("name", name, "value", value.doubleValue()));
            numbers.put(name, value.doubleValue());
        });
        Map<String, Object> encoding = new LinkedHashMap<>();
        encoding.put("y", vega("name", "nominal", upward, values.keySet()));
        encoding.put("x", vega("value", "quantitative", across, List.of()));
        return shown(
                "bar", 18 * Math.max(1, rows.size()), rows, encoding, new Picture(title, across, upward).bars(numbers));
    }

    /**
     * One line for each entry through its points.
     *
     * @param series points by name, each a list of x and y, which must be finite
     */
    public DisplayData lines(Map<String, List<List<Double>>> series) {
        List<Map<String, Object>> rows = new ArrayList<>();
        series.forEach((name, points) ->
                points.forEach(point -> rows.add(Map.of("series", name, "x", point.get(0), "y", point.get(1)))));
        Map<String, Object> encoding = new LinkedHashMap<>();
        encoding.put("x", vega("x", "quantitative", across, List.of()));
        Map<String, Object> y = vega("y", "quantitative", upward, List.of());
        y.put("scale", Map.of("zero", false));
        encoding.put("y", y);
        encoding.put("color", vega("series", "nominal", "", series.keySet()));
        return shown("line", 260, rows, encoding, new Picture(title, across, upward).lines(series));
    }

    private static Map<String, Object> vega(String field, String type, String axis, Collection<String> order) {
        Map<String, Object> channel = new LinkedHashMap<>();
        channel.put("field", field);
        channel.put("type", type);
        channel.put("title", axis);
        if (!order.isEmpty()) {
            channel.put("sort", List.copyOf(order));
        }
        return channel;
    }

    private DisplayData shown(
            String mark, int height, List<Map<String, Object>> rows, Map<String, Object> encoding, byte[] picture) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("$schema", "https://vega.github.io/schema/vega-lite/v5.json");
        spec.put("title", title);
        spec.put("width", WIDTH);
        spec.put("height", height);
        spec.put("data", Map.of("values", rows));
        spec.put("mark", Map.of("type", mark, "tooltip", true));
        spec.put("encoding", encoding);
        DisplayData data = new DisplayData(title + ": " + upward + " by " + across);
        data.putData("application/vnd.vegalite.v5+json", spec);
        data.putData("image/png", Base64.getEncoder().encodeToString(picture));
        return data;
    }
}
