package dev.tidemill.client.plot;

import dev.tidemill.client.plot.Layer.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What changes from window to window. */
final class WindowPlots {
    private static final int WIDTH = 560;
    private static final int BOXES = 26;
    private static final int MOST_WINDOWS = 500;
    private static final int MOST_CELLS = 5000;
    private static final String BLUE = "#0072B2";

    // Version 10 after version 9.
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Comparator<String> BY_NUMBER = Comparator.comparing((String name) -> NUMBER.matcher(name)
                    .replaceAll(found ->
                            "0".repeat(Math.max(0, 18 - found.group().length())) + found.group()))
            .thenComparing(Comparator.naturalOrder());

    private WindowPlots() {}

    static Plot distribution(String title, String across, String upward, Map<String, Quantiles> windows) {
        Inputs.some(windows, title, "windows");
        if (windows.size() > MOST_WINDOWS) {
            throw Inputs.refused("The plot '" + title + "' has " + windows.size() + " windows: at most " + MOST_WINDOWS
                    + " can be read.");
        }
        boolean boxes = windows.size() <= BOXES;
        List<Row> outer = new ArrayList<>();
        List<Row> inner = new ArrayList<>();
        List<Row> medians = new ArrayList<>();
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        int i = 0;
        for (Map.Entry<String, Quantiles> window : windows.entrySet()) {
            Quantiles q = window.getValue();
            double[] all = {q.p05(), q.p25(), q.median(), q.p75(), q.p95()};
            Inputs.finite(all, window.getKey());
            low = Math.min(low, q.p05());
            high = Math.max(high, q.p95());
            String[] tips = {
                Scene.line(window.getKey()),
                Numbers.text(q.median()),
                Numbers.text(q.p25()) + " to " + Numbers.text(q.p75()),
                Numbers.text(q.p05()) + " to " + Numbers.text(q.p95()),
                Numbers.text(q.count())
            };
            double x = i + 0.5;
            outer.add(Row.at(x, q.p05()).to(x, q.p95()).tip(tips));
            inner.add((boxes
                            ? Row.at(x - 0.28, q.p25()).to(x + 0.28, q.p75())
                            : Row.at(x, q.p25()).to(x, q.p75()))
                    .tip(tips));
            medians.add(Row.at(x, q.median()).of("median").tip(tips));
            i++;
        }
        List<String> tips = List.of(across, "median", "middle half", "5% to 95%", "values");
        Mark band = boxes ? Mark.RECT : Mark.AREA;
        List<Layer> layers = List.of(
                boxes
                        ? Layer.of(Mark.RULE, Style.of(BLUE, 1.4).faint(0.7), tips, outer)
                        : Layer.of(Mark.AREA, Style.of(BLUE, 1).faint(0.15), outer),
                Layer.of(band, Style.of(BLUE, 1).faint(boxes ? 0.45 : 0.3), boxes ? tips : List.of(), inner),
                Layer.of(Mark.LINE, Style.of("#D55E00", 1.8), boxes ? List.of() : tips, medians),
                Layer.of(Mark.POINT, Style.of("#D55E00", boxes ? 40 : 8).shaped("circle"), tips, medians));
        int width = Math.max(WIDTH, Math.min(820, 20 * windows.size()));
        Axis x = Axis.across(across, List.copyOf(windows.keySet()), width, 24);
        Panel panel = Panel.of(width, 260, x, Axis.linear(upward, low, high), layers);
        String legend = "Orange: median; darker: the middle half; lighter: 5% to 95%";
        return new Plot(
                new Scene(title, legend, List.of(panel), 1),
                upward + " by " + across + ", " + windows.size() + " windows");
    }

    static Map<String, Quantiles> quantiles(Map<String, double[]> windows) {
        Map<String, Quantiles> quantiles = new LinkedHashMap<>();
        windows.forEach((window, values) -> {
            if (values.length == 0) {
                throw Inputs.refused("Window '" + window + "' has no values: leave it out or give at least one.");
            }
            Inputs.finite(values, window);
            quantiles.put(window, Quantiles.of(values));
        });
        return quantiles;
    }

    static Plot drift(String title, String statistic, List<DriftCell> cells) {
        Inputs.some(cells, title, "cells");
        LinkedHashSet<String> features = new LinkedHashSet<>();
        LinkedHashSet<String> windows = new LinkedHashSet<>();
        double most = 0;
        for (DriftCell cell : cells) {
            String place = cell.feature() + "' in '" + cell.window();
            if (Inputs.finite(cell.statistic(), place, 1) < 0) {
                throw Inputs.refused(
                        "The statistic of '" + place + "' is " + cell.statistic() + ": none below 0 is expected.");
            }
            most = Math.max(most, cell.statistic());
            features.add(cell.feature());
            windows.add(cell.window());
        }
        if (cells.size() > MOST_CELLS) {
            throw Inputs.refused(
                    "The plot '" + title + "' has " + cells.size() + " cells: at most " + MOST_CELLS + " can be read.");
        }
        List<String> rows = List.copyOf(features);
        List<String> columns = List.copyOf(windows);
        int width = Math.clamp(52L * columns.size(), 220, 720);
        int height = 24 * rows.size();
        Axis scale = Axis.linear(statistic, 0, most > 0 ? most : 1);
        List<Row> shades = new ArrayList<>();
        List<Row> told = new ArrayList<>();
        List<Row> marks = new ArrayList<>();
        double decimals = Numbers.step(scale.low(), scale.high(), 5) / 10;
        boolean numbers = (double) width / columns.size() >= 46;
        for (DriftCell cell : cells) {
            int x = columns.indexOf(cell.window());
            int y = rows.indexOf(cell.feature());
            String color = Colors.AMOUNT.at(scale.share(cell.statistic(), false));
            shades.add(Row.at(x + 0.02, y + 0.03)
                    .to(x + 0.98, y + 0.97)
                    .colored(color)
                    .tip(
                            Scene.line(cell.feature()),
                            Scene.line(cell.window()),
                            Numbers.text(cell.statistic()),
                            cell.significant() ? "yes" : "no"));
            Row middle = Row.at(x + (numbers ? 0.44 : 0.5), y + 0.5).colored(Colors.letters(color));
            if (numbers) {
                told.add(middle.saying(Numbers.text(cell.statistic(), decimals)));
            }
            if (cell.significant()) {
                marks.add(numbers ? Row.at(x + 0.86, y + 0.5).colored(Colors.letters(color)) : middle);
            }
        }
        Panel panel = Panel.of(
                width,
                height,
                Axis.across("window", columns, width, 20),
                Axis.down("feature", rows, 30),
                List.of(
                        Layer.of(
                                Mark.RECT,
                                Style.of(Style.BY_ROW, 1),
                                List.of("feature", "window", statistic, "significant"),
                                shades),
                        Layer.of(Mark.TEXT, Style.of(Style.BY_ROW, 10), told),
                        Layer.of(Mark.POINT, Style.of(Style.BY_ROW, 28).shaped("circle"), marks)));
        long significant = cells.stream().filter(DriftCell::significant).count();
        return new Plot(
                new Scene(
                        title,
                        "● drift is significant; empty: not measured",
                        List.of(panel, Colors.AMOUNT.key(scale, Math.clamp(height, 60, 160))),
                        2),
                "Drift of " + rows.size() + " features over " + columns.size() + " windows, significant in "
                        + significant + " of " + cells.size());
    }

    static Plot traffic(String title, Map<Instant, ? extends Map<String, Long>> requests) {
        SortedMap<Instant, Map<String, Long>> times = new TreeMap<>(requests);
        Inputs.some(times, title, "times");
        Set<String> versions = new TreeSet<>(BY_NUMBER);
        times.values().forEach(counts -> versions.addAll(counts.keySet()));
        List<Instant> starts = List.copyOf(times.keySet());
        Instant end = end(starts);
        List<Row> bars = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            Map<String, Long> counts = times.getOrDefault(starts.get(i), Map.of());
            long from = starts.get(i).toEpochMilli();
            // Each reaches a little below the next, so that no page shows through between them.
            long to = i + 1 < starts.size()
                    ? starts.get(i + 1).toEpochMilli()
                            + Duration.between(starts.getFirst(), end).toMillis() / 1000
                    : end.toEpochMilli();
            bars(bars, starts.get(i), from, to, List.copyOf(versions), counts);
        }
        Inputs.some(bars, title, "requests");
        Panel panel = Panel.of(
                        WIDTH,
                        220,
                        Axis.time("time (UTC)", starts.getFirst(), end),
                        Axis.percent("share of the requests (%)"),
                        List.of(Layer.of(
                                Mark.RECT,
                                Style.of(Style.BY_SERIES, 1),
                                List.of("version", "from", "share", "requests"),
                                bars)))
                .with(Series.of(versions), true);
        return new Plot(
                new Scene(title, "", List.of(panel), 1),
                "Requests of " + versions.size() + " versions over " + starts.size() + " periods");
    }

    private static Instant end(List<Instant> starts) {
        if (starts.size() < 2) {
            return starts.getLast().plusSeconds(60);
        }
        return starts.getLast()
                .plusMillis(starts.getLast().toEpochMilli()
                        - starts.get(starts.size() - 2).toEpochMilli());
    }

    private static void bars(
            List<Row> bars, Instant start, long from, long to, List<String> versions, Map<String, Long> counts) {
        long all = 0;
        for (Map.Entry<String, Long> version : counts.entrySet()) {
            if (version.getValue() < 0) {
                throw Inputs.refused("Version '" + version.getKey() + "' has " + version.getValue() + " requests at "
                        + start + ": none below 0 is expected.");
            }
            all += version.getValue();
        }
        double below = 0;
        for (String version : versions) {
            long count = counts.getOrDefault(version, 0L);
            if (count > 0) {
                double share = (double) count / all;
                bars.add(Row.at((double) from, below)
                        .to((double) to, Math.min(1, below + share))
                        .of(version)
                        .tip(Scene.line(version), start.toString(), Numbers.percent(share), Numbers.text(count)));
                below += share;
            }
        }
    }
}
