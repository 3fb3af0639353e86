package dev.tidemill.client.plot;

import dev.tidemill.client.plot.Layer.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Confusion matrices as heat maps of the share of each actual class. */
final class ConfusionPlots {
    private static final int MOST_CLASSES = 40;
    private static final int NUMBERED = 15;

    private ConfusionPlots() {}

    static Plot binary(String title, Map<String, Scores> models, double threshold) {
        Inputs.some(models, title, "models");
        List<Panel> panels = new ArrayList<>();
        List<String> told = new ArrayList<>();
        models.forEach((name, scores) -> {
            ConfusionMatrix matrix = ConfusionMatrix.of(scores, threshold);
            String quality = String.format(
                    Locale.ROOT, "precision %s, recall %s", measure(matrix.precision(1)), measure(matrix.recall(1)));
            panels.add(panel(matrix, 190).headed(Scene.shortened(name, 30), quality));
            told.add(Scene.line(name) + " " + quality);
        });
        return new Plot(
                new Scene(
                        title,
                        "Predicted true from a score of " + Numbers.text(threshold) + "; percent of each actual class",
                        panels,
                        Math.min(3, panels.size())),
                "Confusion at " + Numbers.text(threshold) + ", " + String.join("; ", told));
    }

    static Plot of(String title, ConfusionMatrix matrix) {
        int classes = matrix.classes().size();
        if (classes > MOST_CLASSES) {
            throw Inputs.refused(
                    "The plot '" + title + "' has " + classes + " classes: at most " + MOST_CLASSES + " can be read.");
        }
        Inputs.some(matrix.classes(), title, "classes");
        int side = Math.clamp(52L * classes, 190, 620);
        String accuracy =
                "accuracy " + Numbers.percent(matrix.accuracy()) + " of " + Numbers.text(matrix.rows()) + " rows";
        return new Plot(
                new Scene(
                        title,
                        accuracy + "; " + (classes <= NUMBERED ? "percent" : "shade") + " of each actual class",
                        List.of(
                                panel(matrix, side),
                                Colors.AMOUNT.key(Axis.percent("share of the actual class"), Math.min(side, 190))),
                        2),
                "Confusion of " + classes + " classes, " + accuracy);
    }

    private static Panel panel(ConfusionMatrix matrix, int side) {
        int classes = matrix.classes().size();
        List<Row> cells = new ArrayList<>();
        List<Row> counts = new ArrayList<>();
        List<Row> shares = new ArrayList<>();
        for (int actual = 0; actual < classes; actual++) {
            for (int predicted = 0; predicted < classes; predicted++) {
                long count = matrix.counts().get(actual).get(predicted);
                double share = (double) count / Math.max(1, matrix.actual(actual));
                String color = Colors.AMOUNT.at(share);
                cells.add(Row.at(predicted, actual)
                        .to(predicted + 1.0, actual + 1.0)
                        .colored(color)
                        .tip(
                                matrix.classes().get(actual),
                                matrix.classes().get(predicted),
                                Numbers.text(count),
                                Numbers.percent(share)));
                if (count > 0 || classes <= 4) {
                    Row middle = Row.at(predicted + 0.5, actual + 0.5).colored(Colors.letters(color));
                    counts.add(middle.saying(Numbers.text(count)));
                    shares.add(middle.saying(Numbers.percent(share)));
                }
            }
        }
        List<Layer> layers = new ArrayList<>();
        layers.add(Layer.of(
                Mark.RECT,
                Style.of(Style.BY_ROW, 1),
                List.of("actual", "predicted", "rows", "share of the actual class"),
                cells));
        layers.add(Layer.of(Mark.RULE, Style.of(Style.CARD, 1.5), lattice(classes)));
        boolean roomy = classes <= 6;
        if (roomy) {
            layers.add(Layer.of(Mark.TEXT, Style.of(Style.BY_ROW, 13).strong().placed("center", 0, -8), counts));
            layers.add(Layer.of(Mark.TEXT, Style.of(Style.BY_ROW, 11).placed("center", 0, 9), shares));
        } else if (classes <= NUMBERED) {
            layers.add(Layer.of(Mark.TEXT, Style.of(Style.BY_ROW, 10), counts));
        }
        return Panel.of(
                side,
                side,
                Axis.across("predicted class", matrix.classes(), side, 18),
                Axis.down("actual class", matrix.classes(), 18),
                layers);
    }

    private static List<Row> lattice(int classes) {
        List<Row> lines = new ArrayList<>();
        for (int i = 1; i < classes; i++) {
            lines.add(Row.at(i, 0).to(i, classes));
            lines.add(Row.at(0, i).to(classes, i));
        }
        return lines;
    }

    private static String measure(double value) {
        return Double.isNaN(value) ? "none" : String.format(Locale.ROOT, "%.3f", value);
    }
}
