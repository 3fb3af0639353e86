package dev.tidemill.client.plot;

import dev.tidemill.client.plot.Layer.Mark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs as lines over parallel axes, one axis for each parameter that differs and for each metric. */
final class RunComparison {
    private static final int HEIGHT = 280;
    private static final int MOST_RUNS = 300;
    private static final int MOST_AXES = 14;
    private static final double LOGARITHMIC = 30;

    /** One of the parallel axes: where each value lies on it, 0 at the bottom, and what stands at its ticks. */
    private record Scale(String name, boolean metric, Map<Object, Double> places, Map<Double, String> ticks) {}

    private final String title;
    private final List<ComparedRun> runs;
    private final String metric;

    private RunComparison(String title, List<ComparedRun> runs, String metric) {
        this.title = title;
        this.runs = runs;
        this.metric = metric;
    }

    static Plot of(String title, List<ComparedRun> runs, String metric) {
        Inputs.some(runs, title, "runs");
        if (runs.size() > MOST_RUNS) {
            throw Inputs.refused(
                    "The plot '" + title + "' has " + runs.size() + " runs: at most " + MOST_RUNS + " can be read.");
        }
        for (ComparedRun run : runs) {
            run.metrics().forEach((name, value) -> Inputs.finite(value, run.name() + "' metric '" + name, 1));
        }
        if (runs.stream().noneMatch(run -> run.metrics().containsKey(metric))) {
            throw Inputs.refused(
                    "No run has the metric '" + metric + "': the runs have " + new TreeSet<>(names(runs, true)) + ".");
        }
        return new RunComparison(title, runs, metric).drawn();
    }

    private static Set<String> names(List<ComparedRun> runs, boolean metrics) {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        runs.forEach(run ->
                names.addAll(metrics ? run.metrics().keySet() : run.params().keySet()));
        return names;
    }

    private static @Nullable Object value(ComparedRun run, String name, boolean metric) {
        return metric ? run.metrics().get(name) : run.params().get(name);
    }

    private Plot drawn() {
        List<String> same = new ArrayList<>();
        List<Scale> scales = new ArrayList<>();
        for (String name : names(runs, false)) {
            Scale scale = scale(name, false);
            if (scale.places().size() < 2 && runs.size() > 1) {
                same.add(name + " " + scale.ticks().values().iterator().next());
            } else {
                scales.add(scale);
            }
        }
        for (String name : names(runs, true)) {
            if (!name.equals(metric)) {
                scales.add(scale(name, true));
            }
        }
        int left = Math.max(0, scales.size() - (MOST_AXES - 1));
        List<Scale> shown = new ArrayList<>(scales.subList(0, scales.size() - left));
        shown.add(scale(metric, true));
        StringBuilder subtitle = new StringBuilder("One line for each of " + runs.size() + " runs");
        if (!same.isEmpty()) {
            subtitle.append("; the same in all: ").append(Scene.shortened(String.join(", ", same), 160));
        }
        if (left > 0) {
            subtitle.append("; ").append(left).append(" more axes left out");
        }
        double[] values = runs.stream()
                .filter(run -> run.metrics().containsKey(metric))
                .mapToDouble(run -> run.metrics().getOrDefault(metric, 0.0))
                .sorted()
                .toArray();
        Axis color = Axis.linear(metric, values[0], values[values.length - 1]);
        int width = Math.max(360, Math.min(130, 860 / shown.size()) * (shown.size() - 1));
        Panel panel = Panel.of(
                width,
                HEIGHT,
                Axis.hidden(-0.3, shown.size() - 0.55, false),
                Axis.hidden(-0.06, 1.22, false),
                layers(shown, color, (double) width / Math.max(1, shown.size())));
        Scene scene = new Scene(title, subtitle.toString(), List.of(panel, Colors.RANK.key(color, 180)), 2);
        return new Plot(
                scene,
                runs.size() + " runs by " + shown.size() + " axes, " + Scene.line(metric) + " from "
                        + Numbers.text(values[0]) + " to " + Numbers.text(values[values.length - 1]));
    }

    private List<Layer> layers(List<Scale> scales, Axis color, double apart) {
        List<Row> lines = new ArrayList<>();
        List<Row> points = new ArrayList<>();
        for (int r = 0; r < runs.size(); r++) {
            ComparedRun run = runs.get(r);
            Double reached = run.metrics().get(metric);
            String hex = reached == null ? Colors.NONE : Colors.RANK.at(color.share(reached, false));
            int part = 0;
            for (int i = 0; i < scales.size(); i++) {
                Scale scale = scales.get(i);
                Object value = value(run, scale.name(), scale.metric());
                Double place = value == null ? null : scale.places().get(comparable(value));
                if (value == null || place == null) {
                    part++;
                    continue;
                }
                Row row = Row.at(i, place)
                        .of(r + "." + part)
                        .colored(hex)
                        .tip(
                                Scene.line(run.name()),
                                Scene.line(scale.name()),
                                Scene.shortened(told(value), 40),
                                reached == null ? "none" : Numbers.text(reached));
                lines.add(row);
                points.add(row);
            }
        }
        List<Row> axes = new ArrayList<>();
        List<Row> names = new ArrayList<>();
        List<Row> ticks = new ArrayList<>();
        for (int i = 0; i < scales.size(); i++) {
            int x = i;
            axes.add(Row.at(i, 0).to(i, 1));
            // Names of neighbours stand at two heights, so that long ones do not run into each other.
            boolean raised = i % 2 == 1;
            names.add(Row.at(i, raised ? 1.18 : 1.09)
                    .saying(Scene.shortened(scales.get(i).name(), (int) (1.9 * apart / Scene.LETTER))));
            scales.get(i)
                    .ticks()
                    .forEach((place, label) -> ticks.add(Row.at(x, place).saying(label)));
        }
        List<String> tips = List.of("run", "axis", "value", metric);
        return List.of(
                Layer.of(Mark.RULE, Style.of(Style.LINES, 1), axes),
                Layer.of(Mark.LINE, Style.of(Style.BY_ROW, 1.8).faint(runs.size() > 60 ? 0.45 : 0.85), lines),
                Layer.of(Mark.POINT, Style.of(Style.BY_ROW, 24).shaped("circle"), tips, points),
                Layer.of(
                        Mark.TEXT, Style.of(Style.TEXT, 10).placed("left", 6, 0).rimmed(), ticks),
                Layer.of(Mark.TEXT, Style.of(Style.TEXT, 11).strong(), names));
    }

    private Scale scale(String name, boolean ofMetrics) {
        List<Object> values = runs.stream()
                .map(run -> value(run, name, ofMetrics))
                .flatMap(Stream::ofNullable)
                .map(RunComparison::comparable)
                .toList();
        Map<Object, Double> places = new LinkedHashMap<>();
        Map<Double, String> ticks = new LinkedHashMap<>();
        if (values.stream().allMatch(Double.class::isInstance)) {
            double[] sorted =
                    values.stream().mapToDouble(v -> (Double) v).sorted().toArray();
            double low = sorted[0];
            double high = sorted[sorted.length - 1];
            boolean log = low > 0 && high / low >= LOGARITHMIC;
            for (double value : sorted) {
                places.put(value, place(value, low, high, log));
            }
            if (places.size() <= 6) {
                places.forEach((value, place) -> tick(ticks, place, Numbers.text((Double) value)));
            } else {
                for (int i = 0; i <= 4; i++) {
                    double at = log ? low * Math.pow(high / low, i / 4.0) : low + (high - low) * i / 4;
                    tick(ticks, i / 4.0, Numbers.brief(at));
                }
            }
        } else {
            List<String> texts = List.copyOf(
                    new TreeSet<>(values.stream().map(RunComparison::told).toList()));
            for (Object value : values) {
                places.put(value, texts.size() == 1 ? 0.5 : (double) texts.indexOf(told(value)) / (texts.size() - 1));
            }
            for (int i = 0; i < texts.size(); i++) {
                tick(
                        ticks,
                        texts.size() == 1 ? 0.5 : (double) i / (texts.size() - 1),
                        Scene.shortened(texts.get(i), 16));
            }
        }
        return new Scale(name, ofMetrics, places, ticks);
    }

    /** A tick, unless it would stand on another. */
    private static void tick(Map<Double, String> ticks, double place, String label) {
        if (ticks.keySet().stream().noneMatch(other -> Math.abs(other - place) < 0.045)) {
            ticks.put(place, label);
        }
    }

    private static double place(double value, double low, double high, boolean log) {
        if (high <= low) {
            return 0.5;
        }
        return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    }

    /** A number, also one written as text, as a double; anything else by its text. */
    private static Object comparable(Object value) {
        try {
            double number = value instanceof Number n
                    ? n.doubleValue()
                    : Double.parseDouble(value.toString().strip());
            return Double.isFinite(number) ? number : value.toString();
        } catch (NumberFormatException e) {
            return value.toString();
        }
    }

    private static String told(Object value) {
        return comparable(value) instanceof Double number ? Numbers.text(number) : Scene.line(value.toString());
    }
}
