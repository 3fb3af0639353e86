package dev.tidemill.client.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Draws a scene as a PNG at twice the size it is shown in, on white, so that it can be read on a dark page too. */
final class Painter {
    private static final int SCALE = 2;
    private static final int PADDING = 14;
    private static final int GAP = 18;
    private static final int LINE = 15;

    private final Scene scene;
    private final List<double[]> places = new ArrayList<>();
    private double width;
    private double height;

    private Painter(Scene scene) {
        this.scene = scene;
    }

    static byte[] png(Scene scene) {
        Painter painter = new Painter(scene);
        painter.layOut();
        BufferedImage image = new BufferedImage(
                (int) Math.ceil(painter.width) * SCALE,
                (int) Math.ceil(painter.height) * SCALE,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        g.scale(SCALE, SCALE);
        painter.paint(g);
        g.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.setUseCache(false);
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Places the panels in rows below the title; the image is as large as they need. */
    private void layOut() {
        double top = PADDING
                + 18.0 * scene.titleLines().size()
                + 14.0 * scene.subtitleLines().size()
                + 10;
        double right = PADDING + scene.titleWidth();
        for (int from = 0; from < scene.panels().size(); from += scene.columns()) {
            List<Panel> row =
                    scene.panels().subList(from, Math.min(scene.panels().size(), from + scene.columns()));
            double above = row.stream().mapToInt(p -> p.heading().size()).max().orElse(0) * 15.0 + 4;
            double left = PADDING;
            double below = 0;
            for (int column = 0; column < row.size(); column++) {
                Panel panel = row.get(column);
                double side = side(column);
                places.add(new double[] {left + side, top + above});
                left += side + panel.width() + (panel.y().opposite() ? panel.sideExtent() : 0) + GAP;
                below = Math.max(below, panel.height() + bottom(panel));
            }
            // The last label below an axis may reach half its width beyond the axis.
            right = Math.max(right, left - GAP + 14);
            top += above + below + GAP;
        }
        width = right + PADDING;
        height = top - GAP + PADDING;
    }

    /** Room left of the panels of a column, whose vertical axes stand below each other. */
    private double side(int column) {
        double most = 0;
        for (int i = column; i < scene.panels().size(); i += scene.columns()) {
            Panel panel = scene.panels().get(i);
            most = Math.max(most, panel.y().opposite() ? 0 : panel.sideExtent());
        }
        return most;
    }

    private static double bottom(Panel panel) {
        double title = LINE * panel.x().titleLines(panel.width()).size();
        double axis =
                panel.x().ticks().isEmpty() && title == 0 ? 0 : 8 + panel.x().labelHeight() + title;
        return axis + (panel.legend() ? 12 + 16.0 * legendRows(panel) : 0);
    }

    private static int legendRows(Panel panel) {
        return Math.ceilDiv(panel.series().size(), panel.legendColumns());
    }

    private void paint(Graphics2D g) {
        double y = PADDING + 12;
        g.setColor(Color.decode(Style.TEXT));
        g.setFont(font(Font.BOLD, 14));
        for (String line : scene.titleLines()) {
            g.drawString(line, PADDING, (float) y);
            y += 18;
        }
        g.setColor(Color.decode(Style.SOFT));
        g.setFont(font(Font.PLAIN, 11));
        for (String line : scene.subtitleLines()) {
            g.drawString(line, PADDING, (float) y);
            y += 14;
        }
        for (int i = 0; i < places.size(); i++) {
            Panel panel = scene.panels().get(i);
            AffineTransform level = g.getTransform();
            g.translate(places.get(i)[0], places.get(i)[1]);
            panel(g, panel);
            g.setTransform(level);
        }
    }

    private static void panel(Graphics2D g, Panel panel) {
        double left = panel.y().opposite() ? 0 : -panel.sideExtent();
        g.setColor(Color.decode(Style.TEXT));
        g.setFont(font(Font.BOLD, 12));
        double y = -15.0 * (panel.heading().size() - 1) - 8;
        for (String line : panel.heading()) {
            g.drawString(line, (float) left, (float) y);
            y += 15;
        }
        grid(g, panel);
        MarkPainter marks = new MarkPainter(g, panel);
        panel.layers().forEach(marks::paint);
        bottomAxis(g, panel);
        sideAxis(g, panel);
        if (panel.legend()) {
            legend(g, panel, marks);
        }
    }

    private static void grid(Graphics2D g, Panel panel) {
        g.setColor(Color.decode(Style.GRID));
        g.setStroke(new BasicStroke(1));
        if (panel.x().grid()) {
            for (Axis.Tick tick : panel.x().ticks()) {
                double x = panel.width() * panel.x().share(tick.at(), false);
                g.draw(new Line2D.Double(x, 0, x, panel.height()));
            }
        }
        if (panel.y().grid()) {
            for (Axis.Tick tick : panel.y().ticks()) {
                double y = panel.height() * panel.y().share(tick.at(), true);
                g.draw(new Line2D.Double(0, y, panel.width(), y));
            }
        }
    }

    private static void bottomAxis(Graphics2D g, Panel panel) {
        Axis axis = panel.x();
        if (axis.ticks().isEmpty() && axis.title().isEmpty()) {
            return;
        }
        g.setStroke(new BasicStroke(1));
        g.setColor(Color.decode(Style.LINES));
        g.draw(new Line2D.Double(0, panel.height(), panel.width(), panel.height()));
        g.setFont(font(Font.PLAIN, 11));
        for (Axis.Tick tick : axis.ticks()) {
            double x = panel.width() * axis.share(tick.at(), false);
            g.setColor(Color.decode(Style.LINES));
            g.draw(new Line2D.Double(x, panel.height(), x, panel.height() + 5));
            g.setColor(Color.decode(Style.TEXT));
            if (axis.angle() == 0) {
                text(g, tick.label(), "center", x, panel.height() + 17);
            } else {
                AffineTransform level = g.getTransform();
                g.translate(x, panel.height() + 9);
                g.rotate(Math.toRadians(axis.angle()));
                text(g, tick.label(), "right", 0, 4);
                g.setTransform(level);
            }
        }
        g.setFont(font(Font.PLAIN, 12));
        double y = panel.height() + 8 + axis.labelHeight() + 11;
        for (String line : axis.titleLines(panel.width())) {
            text(g, line, "center", panel.width() / 2.0, y);
            y += LINE;
        }
    }

    private static void sideAxis(Graphics2D g, Panel panel) {
        Axis axis = panel.y();
        if (axis.ticks().isEmpty() && axis.title().isEmpty()) {
            return;
        }
        double at = axis.opposite() ? panel.width() : 0;
        double outward = axis.opposite() ? 1 : -1;
        g.setStroke(new BasicStroke(1));
        g.setColor(Color.decode(Style.LINES));
        g.draw(new Line2D.Double(at, 0, at, panel.height()));
        g.setFont(font(Font.PLAIN, 11));
        for (Axis.Tick tick : axis.ticks()) {
            double y = panel.height() * axis.share(tick.at(), true);
            g.setColor(Color.decode(Style.LINES));
            g.draw(new Line2D.Double(at, y, at + 5 * outward, y));
            g.setColor(Color.decode(Style.TEXT));
            text(g, tick.label(), axis.opposite() ? "left" : "right", at + 8 * outward, y + 4);
        }
        List<String> title = axis.titleLines(panel.height());
        g.setFont(font(Font.PLAIN, 12));
        double first = axis.labelWidth() + 14 + LINE * (title.size() - 1.0);
        for (int i = 0; i < title.size(); i++) {
            AffineTransform level = g.getTransform();
            double away = first - LINE * (double) i;
            g.translate(at + outward * away, panel.height() / 2.0);
            g.rotate(axis.opposite() ? Math.PI / 2 : -Math.PI / 2);
            text(g, title.get(i), "center", 0, 0);
            g.setTransform(level);
        }
    }

    private static void legend(Graphics2D g, Panel panel, MarkPainter marks) {
        double top = panel.height() + bottom(panel) - 16.0 * legendRows(panel) + 4;
        double column =
                panel.series().stream().mapToInt(s -> s.name().length()).max().orElse(1) * Scene.LETTER + 44;
        for (int i = 0; i < panel.series().size(); i++) {
            double x = column * (i % panel.legendColumns());
            double y = top + 16.0 * Math.floorDiv(i, panel.legendColumns());
            marks.symbol(panel.series().get(i), x, y);
            g.setColor(Color.decode(Style.TEXT));
            g.setFont(font(Font.PLAIN, 11));
            g.drawString(panel.series().get(i).name(), (float) (x + 28), (float) (y + 4));
        }
    }

    static Font font(int style, double size) {
        return new Font(Font.SANS_SERIF, style, 1).deriveFont(style, (float) size);
    }

    /** Writes the text so that it starts, ends or has its middle at x, on the base line y. */
    static void text(Graphics2D g, String text, String align, double x, double y) {
        double wide = g.getFontMetrics().getStringBounds(text, g).getWidth();
        double start = align.equals("right") ? x - wide : align.equals("center") ? x - wide / 2 : x;
        g.drawString(text, (float) start, (float) y);
    }
}
