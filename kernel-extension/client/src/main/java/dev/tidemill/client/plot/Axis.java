package dev.tidemill.client.plot;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One axis of a panel. Ticks are evenly spaced.
 *
 * @param title with its unit; empty for none
 * @param grid whether a line goes through the panel at each tick
 * @param reversed whether it grows downwards
 * @param angle by which the labels are turned, 0 or -40 degrees
 * @param opposite whether it stands at the right instead of the left
 */
record Axis(
        String title,
        double low,
        double high,
        List<Tick> ticks,
        boolean grid,
        boolean reversed,
        int angle,
        boolean opposite) {
    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(2),
            Duration.ofDays(7),
            Duration.ofDays(28),
            Duration.ofDays(91),
            Duration.ofDays(364));

    /** A place on the axis and what stands there. */
    record Tick(double at, String label) {}

    Axis {
        title = Scene.line(title);
        ticks = List.copyOf(ticks);
    }

    /** Values from {@code low} to {@code high}, widened to round numbers. */
    static Axis linear(String title, double low, double high) {
        double from = low;
        double to = high;
        if (!(to > from)) {
            double room = from == 0 ? 0.5 : Math.abs(from) * 0.1;
            from -= room;
            to += room;
        }
        double step = Numbers.step(from, to, 5);
        return exact(title, step * Math.floor(from / step + 1e-6), step * Math.ceil(to / step - 1e-6), step);
    }

    /** Values from {@code low} to {@code high} with a tick at each multiple of the step. */
    static Axis exact(String title, double low, double high, double step) {
        List<Tick> ticks = new ArrayList<>();
        for (double at : Numbers.multiples(low, high, step)) {
            ticks.add(new Tick(at, Numbers.text(at, step)));
        }
        return new Axis(title, Numbers.rounded(low), Numbers.rounded(high), ticks, true, false, 0, false);
    }

    /** Shares from 0 to 1. */
    static Axis share(String title) {
        return exact(title, 0, 1, 0.2);
    }

    /** Shares from 0 to 1, told in percent. */
    static Axis percent(String title) {
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i <= 4; i++) {
            ticks.add(new Tick(i / 4.0, 25 * i + "%"));
        }
        return new Axis(title, 0, 1, ticks, true, false, 0, false);
    }

    /** One unit for each label from left to right; labels that have no room are turned, or only some are shown. */
    static Axis across(String title, List<String> labels, int width, int longest) {
        List<String> texts =
                labels.stream().map(l -> Scene.shortened(l, longest)).toList();
        double unit = (double) width / texts.size();
        double widest = texts.stream().mapToInt(String::length).max().orElse(1) * Scene.LETTER + 8;
        boolean turned = widest > unit && texts.size() <= width / 15;
        int every = turned ? 1 : Math.max(1, (int) Math.ceil(widest / unit));
        return bands(title, texts, every, turned ? -40 : 0, false);
    }

    /** One unit for each label from the top downwards. */
    static Axis down(String title, List<String> labels, int longest) {
        return bands(
                title, labels.stream().map(l -> Scene.shortened(l, longest)).toList(), 1, 0, true);
    }

    /** Milliseconds since 1970, told in UTC. */
    static Axis time(String title, Instant from, Instant to) {
        double low = (double) from.toEpochMilli();
        double high = Math.max(low + 1000, (double) to.toEpochMilli());
        Duration step = STEPS.stream()
                .filter(s -> (high - low) / (double) s.toMillis() <= 6)
                .findFirst()
                .orElse(STEPS.getLast());
        String pattern = step.compareTo(Duration.ofMinutes(1)) < 0
                ? "HH:mm:ss"
                : step.compareTo(Duration.ofDays(1)) < 0
                        ? (high - low > 86_400_000 ? "d MMM HH:mm" : "HH:mm")
                        : step.toDays() < 28 ? "d MMM" : "d MMM yyyy";
        DateTimeFormatter format =
                DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
        double apart = (double) step.toMillis();
        List<Tick> ticks = new ArrayList<>();
        for (double at = Math.ceil(low / apart) * apart; at <= high; at += apart) {
            ticks.add(new Tick(at, format.format(Instant.ofEpochMilli((long) at))));
        }
        return new Axis(title, low, high, ticks, false, false, 0, false);
    }

    /** Units without ticks or title. */
    static Axis hidden(double low, double high, boolean reversed) {
        return new Axis("", low, high, List.of(), false, reversed, 0, false);
    }

    Axis ungridded() {
        return new Axis(title, low, high, ticks, false, reversed, angle, opposite);
    }

    Axis atRight() {
        return new Axis(title, low, high, ticks, grid, reversed, angle, true);
    }

    private static Axis bands(String title, List<String> labels, int every, int angle, boolean reversed) {
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i < labels.size(); i += every) {
            ticks.add(new Tick(i + 0.5, labels.get(i)));
        }
        return new Axis(title, 0, labels.size(), ticks, false, reversed, angle, false);
    }

    double labelWidth() {
        return Math.ceil(ticks.stream().mapToInt(t -> t.label().length()).max().orElse(0) * Scene.LETTER);
    }

    /** Pixels that the labels take below a horizontal axis. */
    double labelHeight() {
        return ticks.isEmpty() ? 0 : angle == 0 ? 14 : 10 + labelWidth() * Math.sin(Math.toRadians(-angle));
    }

    List<String> titleLines(double pixels) {
        return title.isEmpty() ? List.of() : Scene.wrapped(title, pixels + 20, 6.6);
    }

    /** Where a value lies between the ends, from 0 at the left or the top. */
    double share(double value, boolean vertical) {
        double share = (value - low) / (high - low);
        return vertical != reversed ? 1 - share : share;
    }
}
