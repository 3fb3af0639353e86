package dev.tidemill.client.plot;

import dev.tidemill.client.plot.Layer.Mark;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws the layers of one panel, whose upper left corner is the origin. */
final class MarkPainter {
    private static final double LEGEND_POINT = 64;

    private final Graphics2D g;
    private final Panel panel;
    private final Map<String, Series> series = new LinkedHashMap<>();

    MarkPainter(Graphics2D g, Panel panel) {
        this.g = g;
        this.panel = panel;
        panel.series().forEach(s -> series.put(s.name(), s));
    }

    void paint(Layer layer) {
        switch (layer.mark()) {
            case LINE -> lines(layer);
            case AREA -> area(layer);
            case RECT ->
                layer.rows().forEach(row -> {
                    g.setColor(color(layer, row));
                    double x = Math.min(x(row.x()), x(row.x2()));
                    double y = Math.min(y(row.y()), y(row.y2()));
                    g.fill(new Rectangle2D.Double(
                            x, y, Math.abs(x(row.x2()) - x(row.x())), Math.abs(y(row.y2()) - y(row.y()))));
                });
            case RULE ->
                layer.rows().forEach(row -> {
                    g.setColor(color(layer, row));
                    g.setStroke(stroke(layer.style().size(), layer.style().dash()));
                    g.draw(new Line2D.Double(x(row.x()), y(row.y()), x(row.x2()), y(row.y2())));
                });
            case POINT ->
                layer.rows().forEach(row -> {
                    g.setColor(color(layer, row));
                    String shape = layer.style().shape();
                    g.fill(shape(
                            shape.isEmpty() ? seriesOf(row).shape() : shape,
                            layer.style().size(),
                            x(row.x()),
                            y(row.y())));
                });
            case TEXT -> layer.rows().forEach(row -> text(layer, row));
        }
    }

    /** The sign of a series in the legend: as its lines look, its points, or its bars. */
    void symbol(Series one, double x, double y) {
        g.setColor(Color.decode(one.color()));
        boolean lines = panel.drawsSeries(Mark.LINE);
        boolean points = panel.drawsSeries(Mark.POINT);
        if (lines) {
            g.setStroke(stroke(2, panel.series().size() > 1 ? one.dash() : List.of(1, 0)));
            g.draw(new Line2D.Double(x, y, x + 22, y));
        }
        if (points) {
            g.fill(shape(one.shape(), LEGEND_POINT, x + 11, y));
        } else if (!lines) {
            g.fill(new Rectangle2D.Double(x + 8, y - 5, 10, 10));
        }
    }

    private void lines(Layer layer) {
        Map<String, List<Row>> byKey = new LinkedHashMap<>();
        layer.rows()
                .forEach(row ->
                        byKey.computeIfAbsent(row.key(), k -> new ArrayList<>()).add(row));
        boolean bySeries = layer.style().color().equals(Style.BY_SERIES);
        for (List<Row> rows : byKey.values()) {
            Path2D path = new Path2D.Double();
            path.moveTo(x(rows.getFirst().x()), y(rows.getFirst().y()));
            rows.forEach(row -> path.lineTo(x(row.x()), y(row.y())));
            g.setColor(color(layer, rows.getFirst()));
            List<Integer> dash = bySeries && panel.series().size() > 1
                    ? seriesOf(rows.getFirst()).dash()
                    : layer.style().dash();
            g.setStroke(stroke(layer.style().size(), dash));
            g.draw(path);
        }
    }

    private void area(Layer layer) {
        if (layer.rows().isEmpty()) {
            return;
        }
        Path2D path = new Path2D.Double();
        path.moveTo(x(layer.rows().getFirst().x()), y(layer.rows().getFirst().y()));
        layer.rows().forEach(row -> path.lineTo(x(row.x()), y(row.y())));
        layer.rows().reversed().forEach(row -> path.lineTo(x(row.x()), y(row.y2())));
        path.closePath();
        g.setColor(color(layer, layer.rows().getFirst()));
        g.fill(path);
    }

    private void text(Layer layer, Row row) {
        if (row.text().isEmpty()) {
            return;
        }
        Style style = layer.style();
        g.setFont(Painter.font(style.bold() ? Font.BOLD : Font.PLAIN, style.size()));
        double x = x(row.x()) + style.dx();
        double y = y(row.y()) + style.dy() + style.size() * 0.35;
        if (style.halo()) {
            TextLayout layout = new TextLayout(row.text(), g.getFont(), g.getFontRenderContext());
            double wide = layout.getAdvance();
            double start =
                    style.align().equals("right") ? x - wide : style.align().equals("center") ? x - wide / 2 : x;
            g.setColor(Color.WHITE);
            g.setStroke(new BasicStroke(3, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            g.draw(layout.getOutline(AffineTransform.getTranslateInstance(start, y)));
        }
        g.setColor(color(layer, row));
        Painter.text(g, row.text(), style.align(), x, y);
    }

    private static Shape shape(String name, double area, double x, double y) {
        double side = Math.sqrt(area);
        double half = side / 2;
        return switch (name) {
            case "square" -> new Rectangle2D.Double(x - half, y - half, side, side);
            case "triangle-up" -> polygon(x, y, 0, -half, half, half, -half, half);
            case "triangle-down" -> polygon(x, y, 0, half, half, -half, -half, -half);
            case "triangle-right" -> polygon(x, y, half, 0, -half, -half, -half, half);
            case "diamond" -> polygon(x, y, 0, -half * 1.25, half, 0, 0, half * 1.25, -half, 0);
            case "cross" -> {
                double arm = side / 5;
                yield polygon(
                        x, y, -half, -arm, -arm, -arm, -arm, -half, arm, -half, arm, -arm, half, -arm, half, arm, arm,
                        arm, arm, half, -arm, half, -arm, arm, -half, arm);
            }
            default -> {
                double radius = Math.sqrt(area / Math.PI);
                yield new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
            }
        };
    }

    private static Path2D polygon(double x, double y, double... corners) {
        Path2D path = new Path2D.Double();
        path.moveTo(x + corners[0], y + corners[1]);
        for (int i = 2; i < corners.length; i += 2) {
            path.lineTo(x + corners[i], y + corners[i + 1]);
        }
        path.closePath();
        return path;
    }

    private static BasicStroke stroke(double width, List<Integer> dash) {
        float[] lengths = new float[dash.size()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = dash.get(i);
        }
        boolean whole = dash.size() == 2 && dash.get(1) == 0;
        return whole
                ? new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND)
                : new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, lengths, 0);
    }

    private Series seriesOf(Row row) {
        return series.getOrDefault(row.key(), panel.series().getFirst());
    }

    private Color color(Layer layer, Row row) {
        String name = layer.style().color();
        String hex =
                name.equals(Style.BY_SERIES) ? seriesOf(row).color() : name.equals(Style.BY_ROW) ? row.color() : name;
        Color solid = Color.decode(hex);
        int alpha = (int) Math.round(255 * layer.style().opacity());
        return new Color(solid.getRed(), solid.getGreen(), solid.getBlue(), alpha);
    }

    private double x(double value) {
        return panel.width() * panel.x().share(value, false);
    }

    private double y(double value) {
        return panel.height() * panel.y().share(value, true);
    }
}
