package dev.tidemill.kernel;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;

/** Draws a plot as a PNG at twice the size it is shown in, on white, so that it can be read on a dark page too. */
record Picture(String title, String across, String upward) {
    private static final int SCALE = 2;
    private static final int WIDTH = 640;
    private static final int TICKS = 5;
    private static final Color[] COLORS = {
        new Color(0x4C78A8), new Color(0xF58518), new Color(0x54A24B), new Color(0xE45756), new Color(0x72B7B2)
    };

    /** The range of an axis. */
    private record Range(double low, double high) {
        static Range of(double low, double high) {
            return high > low ? new Range(low, high) : new Range(low - 0.5, low + 0.5);
        }

        double share(double value) {
            return (value - low) / (high - low);
        }
    }

    byte[] bars(Map<String, Double> values) {
        int left = 210;
        int row = 18;
        int bottom = 44 + row * Math.max(1, values.size());
        BufferedImage image = blank(bottom + 56);
        Graphics2D g = pen(image);
        Range range = Range.of(
                Math.min(0, values.values().stream().mapToDouble(v -> v).min().orElse(0)),
                Math.max(0, values.values().stream().mapToDouble(v -> v).max().orElse(1)));
        frame(g, left, bottom, range);
        int y = 40;
        for (Map.Entry<String, Double> bar : values.entrySet()) {
            int zero = at(range, 0, left);
            int end = at(range, bar.getValue(), left);
            g.setColor(COLORS[0]);
            g.fillRect(Math.min(zero, end), y + 2, Math.max(1, Math.abs(end - zero)), row - 4);
            g.setColor(Color.DARK_GRAY);
            right(g, bar.getKey(), left - 6, y + row - 5);
            y += row;
        }
        return png(image, g);
    }

    byte[] lines(Map<String, List<List<Double>>> series) {
        int left = 80;
        int bottom = 320;
        BufferedImage image = blank(bottom + 56 + 18 * series.size());
        Graphics2D g = pen(image);
        Range x = range(series, 0);
        Range y = range(series, 1);
        frame(g, left, bottom, x);
        for (int tick = 0; tick <= TICKS; tick++) {
            double value = y.low() + (y.high() - y.low()) * tick / TICKS;
            right(g, number(value), left - 6, (int) (bottom - (bottom - 40) * y.share(value)) + 4);
        }
        int color = 0;
        for (Map.Entry<String, List<List<Double>>> line : series.entrySet()) {
            g.setColor(COLORS[color % COLORS.length]);
            Path2D path = new Path2D.Double();
            for (List<Double> point : line.getValue()) {
                double px = at(x, point.get(0), left);
                double py = bottom - (bottom - 40) * y.share(point.get(1));
                if (path.getCurrentPoint() == null) {
                    path.moveTo(px, py);
                } else {
                    path.lineTo(px, py);
                }
            }
            g.setStroke(new BasicStroke(1.8f));
            g.draw(path);
            int legend = bottom + 56 + 18 * color;
            g.fillRect(left, legend - 8, 14, 4);
            g.setColor(Color.DARK_GRAY);
            g.drawString(line.getKey(), left + 20, legend);
            color++;
        }
        g.setColor(Color.DARK_GRAY);
        AffineTransform level = g.getTransform();
        g.rotate(-Math.PI / 2);
        g.drawString(upward, -(bottom + 40 + g.getFontMetrics().stringWidth(upward)) / 2, 16);
        g.setTransform(level);
        return png(image, g);
    }

    private static Range range(Map<String, List<List<Double>>> series, int axis) {
        double[] values = series.values().stream()
                .flatMap(List::stream)
                .mapToDouble(point -> point.get(axis))
                .sorted()
                .toArray();
        return values.length == 0 ? new Range(0, 1) : Range.of(values[0], values[values.length - 1]);
    }

    private static BufferedImage blank(int height) {
        return new BufferedImage(SCALE * WIDTH, SCALE * height, BufferedImage.TYPE_INT_RGB);
    }

    private static Graphics2D pen(BufferedImage image) {
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        g.scale(SCALE, SCALE);
        return g;
    }

    /** Title, horizontal axis with ticks, and the lines above them. */
    private void frame(Graphics2D g, int left, int bottom, Range range) {
        g.setColor(Color.DARK_GRAY);
        g.drawString(title, left, 22);
        FontMetrics letters = g.getFontMetrics();
        for (int tick = 0; tick <= TICKS; tick++) {
            double value = range.low() + (range.high() - range.low()) * tick / TICKS;
            int x = at(range, value, left);
            g.setColor(new Color(0xDDDDDD));
            g.drawLine(x, 36, x, bottom);
            g.setColor(Color.DARK_GRAY);
            String text = number(value);
            g.drawString(text, x - letters.stringWidth(text) / 2, bottom + 16);
        }
        g.drawString(across, left, bottom + 36);
    }

    private static int at(Range range, double value, int left) {
        return left + (int) Math.round((WIDTH - left - 30) * range.share(value));
    }

    private static void right(Graphics2D g, String text, int end, int y) {
        g.drawString(text, end - g.getFontMetrics().stringWidth(text), y);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.3g", value);
    }

    private static byte[] png(BufferedImage image, Graphics2D g) {
        g.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
