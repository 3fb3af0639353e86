package dev.tidemill.client.plot;

import dev.tidemill.client.plot.Layer.Mark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a scene as a Vega-Lite 5 specification. On a white card of its own: no text colour has a contrast of 4.5 on a
 * white page and on JupyterLab's dark one (#111111) at once.
 */
final class VegaLite {
    private VegaLite() {}

    static Map<String, Object> of(Scene scene) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("$schema", "https://vega.github.io/schema/vega-lite/v5.json");
        spec.put("background", Style.CARD);
        spec.put("padding", 14);
        spec.put("title", title(scene));
        if (scene.panels().size() == 1) {
            spec.putAll(panel(scene.panels().getFirst()));
        } else {
            spec.put("concat", scene.panels().stream().map(VegaLite::panel).toList());
            spec.put("columns", scene.columns());
            spec.put("spacing", 18);
            spec.put("align", "none");
            spec.put("bounds", "full");
            spec.put(
                    "resolve",
                    object(
                            "scale",
                            object("color", "independent", "shape", "independent", "strokeDash", "independent")));
        }
        spec.put("config", config());
        return spec;
    }

    private static Map<String, Object> title(Scene scene) {
        Map<String, Object> title = object("text", scene.titleLines());
        if (!scene.subtitle().isEmpty()) {
            title.put("subtitle", scene.subtitleLines());
        }
        return title;
    }

    private static Map<String, Object> config() {
        Map<String, Object> config = object("font", "sans-serif", "view", object("stroke", "transparent"));
        config.put(
                "axis",
                object(
                        "labelColor",
                        Style.TEXT,
                        "titleColor",
                        Style.TEXT,
                        "domainColor",
                        Style.LINES,
                        "tickColor",
                        Style.LINES,
                        "gridColor",
                        Style.GRID,
                        "labelFontSize",
                        11,
                        "titleFontSize",
                        12,
                        "titleFontWeight",
                        "normal",
                        "labelLimit",
                        0,
                        "titleLimit",
                        0,
                        "labelOverlap",
                        false,
                        "labelFlush",
                        false));
        config.put(
                "legend",
                object(
                        "labelColor", Style.TEXT,
                        "labelFontSize", 11,
                        "labelLimit", 0,
                        "orient", "bottom",
                        "symbolStrokeWidth", 2,
                        "symbolSize", 90));
        config.put(
                "title",
                object(
                        "color", Style.TEXT,
                        "subtitleColor", Style.SOFT,
                        "fontSize", 14,
                        "subtitleFontSize", 11,
                        "anchor", "start",
                        "frame", "bounds",
                        "limit", 0,
                        "offset", 10,
                        "subtitlePadding", 5));
        return config;
    }

    private static Map<String, Object> panel(Panel panel) {
        Map<String, Object> spec = object("width", panel.width(), "height", panel.height());
        if (!panel.heading().isEmpty()) {
            spec.put("title", object("text", panel.heading(), "fontSize", 12, "offset", 6));
        }
        List<Map<String, Object>> layers = new ArrayList<>();
        for (Layer layer : panel.layers()) {
            if (layer.style().halo()) {
                layers.add(layer(panel, layer, true));
            }
            layers.add(layer(panel, layer, false));
        }
        spec.put("layer", layers);
        return spec;
    }

    private static Map<String, Object> layer(Panel panel, Layer layer, boolean rim) {
        Map<String, Object> spec = object("mark", mark(layer, rim));
        spec.put(
                "data",
                object("values", layer.rows().stream().map(r -> row(layer, r)).toList()));
        Map<String, Object> encoding = object(
                "x", channel("x", panel.x(), panel.width(), false),
                "y", channel("y", panel.y(), panel.height(), true));
        boolean twoEnds = layer.mark() == Mark.RECT || layer.mark() == Mark.RULE;
        if (twoEnds) {
            encoding.put("x2", object("field", "x2"));
        }
        if (twoEnds || layer.mark() == Mark.AREA) {
            encoding.put("y2", object("field", "y2"));
        }
        if (layer.mark() == Mark.TEXT) {
            encoding.put("text", object("field", "text", "type", "nominal"));
        }
        colors(encoding, panel, layer, rim);
        if (!layer.tips().isEmpty() && !rim) {
            List<Map<String, Object>> tips = new ArrayList<>();
            for (String tip : layer.tips()) {
                tips.add(object("field", "t" + tips.size(), "type", "nominal", "title", tip));
            }
            encoding.put("tooltip", tips);
        }
        spec.put("encoding", encoding);
        return spec;
    }

    private static void colors(Map<String, Object> encoding, Panel panel, Layer layer, boolean rim) {
        if (layer.style().color().equals(Style.BY_SERIES)) {
            List<Series> all = panel.series();
            encoding.put("color", series(panel, all.stream().map(Series::color).toList()));
            if (layer.mark() == Mark.LINE && all.size() > 1) {
                encoding.put(
                        "strokeDash",
                        series(panel, all.stream().map(Series::dash).toList()));
            } else if (layer.mark() == Mark.POINT) {
                encoding.put(
                        "shape", series(panel, all.stream().map(Series::shape).toList()));
            }
            return;
        }
        if (layer.style().color().equals(Style.BY_ROW) && !rim) {
            encoding.put("color", object("value", object("expr", "datum.color")));
        }
        if (layer.mark() == Mark.LINE) {
            encoding.put("detail", object("field", "s", "type", "nominal"));
        }
    }

    private static Map<String, Object> series(Panel panel, List<?> range) {
        List<String> names = panel.series().stream().map(Series::name).toList();
        Map<String, Object> channel =
                object("field", "s", "type", "nominal", "title", "", "scale", object("domain", names, "range", range));
        if (!panel.legend()) {
            channel.put("legend", false);
            return channel;
        }
        Map<String, Object> legend = object("columns", panel.legendColumns(), "title", "");
        if (panel.drawsSeries(Mark.POINT)) {
            legend.put("symbolStrokeWidth", 0);
        } else if (panel.drawsSeries(Mark.LINE)) {
            legend.put("symbolType", "stroke");
            legend.put("symbolSize", 300);
        }
        channel.put("legend", legend);
        return channel;
    }

    private static Map<String, Object> channel(String field, Axis axis, int pixels, boolean vertical) {
        Map<String, Object> scale = object("domain", List.of(axis.low(), axis.high()), "nice", false, "zero", false);
        if (axis.reversed()) {
            scale.put("reverse", true);
        }
        Map<String, Object> channel = object("field", field, "type", "quantitative", "scale", scale);
        if (axis.ticks().isEmpty() && axis.title().isEmpty()) {
            channel.put("axis", false);
            return channel;
        }
        List<String> title = axis.titleLines(pixels);
        Map<String, Object> drawn = object(
                "title", title.isEmpty() ? "" : title,
                "values", axis.ticks().stream().map(Axis.Tick::at).toList(),
                "labelExpr", labels(axis.ticks()),
                "grid", axis.grid());
        if (vertical) {
            drawn.put("orient", axis.opposite() ? "right" : "left");
            drawn.put("minExtent", axis.labelWidth() + 5);
            drawn.put("maxExtent", axis.labelWidth() + 5);
        } else if (axis.angle() != 0) {
            drawn.put("labelAngle", axis.angle());
            drawn.put("labelAlign", "right");
            drawn.put("labelBaseline", "middle");
        } else {
            drawn.put("labelAngle", 0);
        }
        channel.put("axis", drawn);
        return channel;
    }

    /** An expression of Vega that finds a tick's label by its place among ticks that are evenly spaced. */
    private static String labels(List<Axis.Tick> ticks) {
        StringBuilder expression = new StringBuilder("[");
        for (Axis.Tick tick : ticks) {
            expression.append(expression.length() > 1 ? "," : "").append(quoted(tick.label()));
        }
        if (ticks.size() < 2) {
            return expression.append("][0]").toString();
        }
        double first = ticks.getFirst().at();
        double step = (ticks.getLast().at() - first) / (ticks.size() - 1);
        return expression
                .append("][round((datum.value-(")
                .append(first)
                .append("))/")
                .append(step)
                .append(")]")
                .toString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c == '<' || c == '\u2028' || c == '\u2029') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static Map<String, Object> mark(Layer layer, boolean rim) {
        Style style = layer.style();
        Map<String, Object> mark = object("type", layer.mark().name().toLowerCase(java.util.Locale.ROOT));
        if (style.color().startsWith("#") && !rim) {
            mark.put("color", style.color());
        }
        mark.put("opacity", style.opacity());
        switch (layer.mark()) {
            case LINE -> {
                mark.put("strokeWidth", style.size());
                // In the order of the rows, not of x.
                mark.put("order", false);
                if (!layer.tips().isEmpty()) {
                    mark.put("point", object("opacity", 0, "size", 60));
                }
            }
            case RULE -> {
                mark.put("strokeWidth", style.size());
                mark.put("strokeDash", style.dash());
            }
            case POINT -> {
                mark.put("filled", true);
                mark.put("size", style.size());
                if (!style.shape().isEmpty()) {
                    mark.put("shape", style.shape());
                }
            }
            case TEXT -> {
                mark.put("fontSize", style.size());
                mark.put("align", style.align());
                mark.put("baseline", "middle");
                mark.put("dx", style.dx());
                mark.put("dy", style.dy());
                if (style.bold()) {
                    mark.put("fontWeight", "bold");
                }
                if (rim) {
                    mark.put("stroke", Style.CARD);
                    mark.put("fill", Style.CARD);
                    mark.put("strokeWidth", 3);
                    mark.put("strokeJoin", "round");
                }
            }
            case AREA -> mark.put("order", false);
            case RECT -> {}
        }
        return mark;
    }

    private static Map<String, Object> row(Layer layer, Row row) {
        Map<String, Object> values = object("x", row.x(), "y", row.y());
        if (!Double.isNaN(row.x2())) {
            values.put("x2", row.x2());
            values.put("y2", row.y2());
        }
        if (!row.key().isEmpty()) {
            values.put("s", row.key());
        }
        if (!row.color().isEmpty()) {
            values.put("color", row.color());
        }
        if (!row.text().isEmpty()) {
            values.put("text", row.text());
        }
        if (!layer.tips().isEmpty()) {
            for (int i = 0; i < row.tips().size(); i++) {
                values.put("t" + i, row.tips().get(i));
            }
        }
        return values;
    }

    /**
     * Names and values in turn, kept in their order, so that the same scene is the same bytes. No value is null: writers of JSON, the notebook's among them, leave
     * null out, and Vega-Lite then takes its default.
     */
    private static Map<String, Object> object(Object... pairs) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            object.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return object;
    }
}
