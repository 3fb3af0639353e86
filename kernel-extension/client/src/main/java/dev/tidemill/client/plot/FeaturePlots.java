package dev.tidemill.client.plot;

import dev.tidemill.client.plot.Layer.Mark;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How much features count for a model. */
final class FeaturePlots {
    private static final int MOST_BARS = 30;
    private static final int MOST_SWARMS = 20;
    private static final int MOST_POINTS = 3000;
    private static final int SWARM = 28;
    private static final int SLOTS = 110;
    // Finer than a pixel of the picture.
    private static final MathContext DIGITS = new MathContext(5);

    private static final double[] NOTHING = {};

    private FeaturePlots() {}

    static Plot importance(String title, String unit, Map<String, Double> importance) {
        Inputs.some(importance, title, "features");
        importance.forEach((name, value) -> Inputs.finite(value, name, 1));
        Map<String, Double> sorted = new LinkedHashMap<>();
        importance.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_BARS)
                .forEach(e -> sorted.put(e.getKey(), e.getValue()));
        Plot bars = new PlotAxes(title, unit, "feature").bars(sorted);
        String first = sorted.keySet().iterator().next();
        String left = importance.size() > MOST_BARS
                ? "The first " + MOST_BARS + " of " + importance.size() + " features"
                : "";
        return bars.described(left, "Importance by " + unit + ", first " + Scene.line(first));
    }

    static Plot shap(String title, String unit, Map<String, double[]> values, Map<String, double[]> features) {
        Inputs.some(values, title, "features");
        int rows = values.values().iterator().next().length;
        values.forEach((name, shap) -> check(name, shap, features.get(name), rows));
        if (rows == 0) {
            throw Inputs.refused("The plot '" + title + "' has no rows to show.");
        }
        List<String> names = values.keySet().stream()
                .sorted(Comparator.comparingDouble((String name) -> -size(values.getOrDefault(name, NOTHING)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST_SWARMS)
                .toList();
        int shown = Math.min(rows, MOST_POINTS / names.size());
        double low = 0;
        double high = 0;
        for (String name : names) {
            for (double value : values.getOrDefault(name, NOTHING)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        Axis x = Axis.linear("SHAP value (" + unit + ")", low, high);
        List<Row> points = new ArrayList<>();
        for (String name : names) {
            swarm(
                    points,
                    names.indexOf(name),
                    x,
                    shown,
                    values.getOrDefault(name, NOTHING),
                    features.getOrDefault(name, NOTHING));
        }
        List<Row> middles = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            middles.add(Row.at(x.low(), i + 0.5).to(x.high(), i + 0.5));
        }
        Panel panel = Panel.of(
                520,
                SWARM * names.size(),
                x,
                Axis.down("feature, by mean |SHAP|", names, 30),
                List.of(
                        Layer.of(Mark.RULE, Style.of(Style.GRID, 1), middles),
                        Layer.of(
                                Mark.RULE,
                                Style.of(Style.LINES, 1),
                                List.of(Row.at(0, 0).to(0, names.size()))),
                        Layer.of(
                                Mark.POINT,
                                Style.of(Style.BY_ROW, 12).faint(0.8).shaped("circle"),
                                List.of("SHAP value", "feature value"),
                                points)));
        Panel key = Colors.CONTRAST.key(
                new Axis(
                        "feature value",
                        0,
                        1,
                        List.of(new Axis.Tick(0, "low"), new Axis.Tick(1, "high")),
                        false,
                        false,
                        0,
                        false),
                Math.min(160, SWARM * names.size()));
        String sample = shown < rows
                ? "Every feature by " + shown + " of " + Numbers.text(rows) + " rows, evenly taken"
                : Numbers.text(rows) + " rows";
        String left =
                values.size() > MOST_SWARMS ? "; the first " + MOST_SWARMS + " of " + values.size() + " features" : "";
        return new Plot(
                new Scene(title, sample + left + "; grey: value missing", List.of(panel, key), 2),
                "SHAP summary of " + names.size() + " features, first " + Scene.line(names.getFirst()));
    }

    private static void check(String name, double[] shap, double @Nullable [] feature, int rows) {
        if (feature == null) {
            throw Inputs.refused("Feature '" + name + "' has SHAP values but no feature values.");
        }
        if (shap.length != rows || feature.length != rows) {
            throw Inputs.refused("Feature '" + name + "' has " + shap.length + " SHAP values and " + feature.length
                    + " feature values: " + rows + " are expected as of the first feature.");
        }
        Inputs.finite(shap, name);
    }

    private static double size(double[] shap) {
        return Arrays.stream(shap).map(Math::abs).sum();
    }

    /** Points of about the same SHAP value stand side by side about the middle of their feature's row. */
    private static void swarm(
            List<Row> points, int place, Axis x, int shown, double @Nullable [] shap, double @Nullable [] feature) {
        if (shap == null || feature == null) {
            return;
        }
        int[] taken = new int[shown];
        int[] slots = new int[shown];
        int[] crowd = new int[SLOTS + 1];
        for (int i = 0; i < shown; i++) {
            taken[i] = (int) ((long) i * shap.length / shown);
            slots[i] = (int) Math.round(x.share(shap[taken[i]], false) * SLOTS);
            crowd[slots[i]]++;
        }
        int most = Arrays.stream(crowd).max().orElse(1);
        double apart = Math.min(0.11, 0.84 / most);
        double[] known =
                Arrays.stream(feature).filter(Double::isFinite).sorted().toArray();
        int[] used = new int[SLOTS + 1];
        for (int i = 0; i < shown; i++) {
            int nth = used[slots[i]]++;
            double beside = (nth % 2 == 0 ? nth / 2 : -(nth + 1) / 2) * apart;
            double value = feature[taken[i]];
            points.add(Row.at(short4(shap[taken[i]]), short4(place + 0.5 + beside))
                    .colored(Double.isFinite(value) ? Colors.CONTRAST.at(rank(known, value)) : Colors.NONE)
                    .tip(Numbers.text(shap[taken[i]]), Double.isFinite(value) ? Numbers.text(value) : "missing"));
        }
    }

    private static double short4(double value) {
        return new BigDecimal(value).round(DIGITS).doubleValue();
    }

    /** From 0 at the twentieth part from below to 1 at that from above, so that outliers do not take all the colours. */
    private static double rank(double[] known, double value) {
        double low = Quantiles.at(known, 0.05);
        double high = Quantiles.at(known, 0.95);
        if (high <= low) {
            low = known[0];
            high = known[known.length - 1];
        }
        return high > low ? (value - low) / (high - low) : 0.5;
    }
}
