package dev.tidemill.client.plot;

import dev.tidemill.client.plot.Layer.Mark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Curves of classifiers, one for each model. */
final class ClassifierPlots {
    private static final int SIDE = 360;
    private static final int COUNTS = 90;

    private ClassifierPlots() {}

    static Plot roc(String title, Map<String, Scores> models) {
        Inputs.some(models, title, "models");
        Map<String, List<CurvePoint>> curves = new LinkedHashMap<>();
        List<String> told = new ArrayList<>();
        models.forEach((name, scores) -> {
            RocCurve curve = RocCurve.of(scores);
            curves.put(legend(name, "AUC", curve.area(), told), curve.points());
        });
        Layer chance = Layer.of(
                Mark.RULE,
                Style.of(Style.LINES, 1).dashed(4, 4),
                List.of(Row.at(0, 0).to(1, 1)));
        return curves(
                title,
                "Dashed grey: a classifier that knows nothing, AUC 0.5",
                "ROC, " + String.join(", ", told),
                Axis.share("false positive rate (share of the actual false)"),
                Axis.share("true positive rate (share of the actual true)"),
                List.of(chance),
                curves);
    }

    static Plot precisionRecall(String title, Map<String, Scores> models) {
        Inputs.some(models, title, "models");
        Map<String, List<CurvePoint>> curves = new LinkedHashMap<>();
        List<String> told = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        models.forEach((name, scores) -> {
            PrecisionRecallCurve curve = PrecisionRecallCurve.of(scores);
            curves.put(legend(name, "AP", curve.averagePrecision(), told), steps(curve.points()));
            if (!rates.contains(curve.baseRate())) {
                rates.add(curve.baseRate());
            }
        });
        List<Row> base = rates.stream().map(r -> Row.at(0, r).to(1, r)).toList();
        return curves(
                title,
                "Dashed grey: a classifier that knows nothing, the share of true labels; AP: average precision",
                "Precision-recall, " + String.join(", ", told),
                Axis.share("recall (share of the actual true)"),
                Axis.share("precision (share of the predicted true)"),
                List.of(Layer.of(Mark.RULE, Style.of(Style.LINES, 1).dashed(4, 4), base)),
                curves);
    }

    /** Each precision holds for the recall gained with it: the area below the steps is the average precision. */
    private static List<CurvePoint> steps(List<CurvePoint> points) {
        List<CurvePoint> steps = new ArrayList<>();
        double recall = 0;
        for (CurvePoint point : points) {
            if (point.x() > recall || steps.isEmpty()) {
                steps.add(new CurvePoint(recall, point.y(), point.threshold()));
            }
            steps.add(point);
            recall = point.x();
        }
        return steps;
    }

    private static String legend(String name, String measure, double value, List<String> told) {
        String text = String.format(Locale.ROOT, "%s (%s %.3f)", Scene.line(name), measure, value);
        told.add(Scene.line(name) + " " + measure + String.format(Locale.ROOT, " %.3f", value));
        return text;
    }

    private static Plot curves(
            String title,
            String subtitle,
            String text,
            Axis x,
            Axis y,
            List<Layer> below,
            Map<String, List<CurvePoint>> curves) {
        List<Row> rows = new ArrayList<>();
        curves.forEach((name, points) -> {
            for (CurvePoint point : Thinning.of(points, CurvePoint::x, CurvePoint::y)) {
                String threshold = Double.isInfinite(point.threshold()) ? "none" : Numbers.text(point.threshold());
                rows.add(Row.at(point.x(), point.y())
                        .of(name)
                        .tip(name, Numbers.text(point.x()), Numbers.text(point.y()), threshold));
            }
        });
        List<Layer> layers = new ArrayList<>(below);
        layers.add(Layer.of(
                Mark.LINE, Style.of(Style.BY_SERIES, 2), List.of("model", x.title(), y.title(), "threshold"), rows));
        Panel panel = Panel.of(SIDE + 60, SIDE, x, y, layers).with(Series.of(curves.keySet()), true);
        return new Plot(new Scene(title, subtitle, List.of(panel), 1), text);
    }

    static Plot calibration(String title, Map<String, Scores> models, int bins) {
        Inputs.some(models, title, "models");
        List<String> told = new ArrayList<>();
        List<Row> points = new ArrayList<>();
        List<Row> counts = new ArrayList<>();
        List<String> names = new ArrayList<>();
        long most = 1;
        for (Map.Entry<String, Scores> model : models.entrySet()) {
            Reliability reliability = Reliability.of(model.getValue(), bins);
            String name = legend(model.getKey(), "ECE", reliability.expectedError(), told);
            double share = 0.84 / models.size();
            for (Reliability.Bin bin : reliability.bins()) {
                String rows = Numbers.text(bin.rows());
                points.add(Row.at(bin.mean(), bin.share())
                        .of(name)
                        .tip(name, Numbers.text(bin.mean()), Numbers.text(bin.share()), rows));
                double width = bin.high() - bin.low();
                double left = bin.low() + width * (0.08 + share * names.size());
                counts.add(Row.at(left, 0)
                        .to(left + width * share * 0.94, (double) bin.rows())
                        .of(name)
                        .tip(name, Numbers.text(bin.low()) + " to " + Numbers.text(bin.high()), rows));
                most = Math.max(most, bin.rows());
            }
            names.add(name);
        }
        List<String> tips = List.of("model", "mean predicted probability", "share of true labels", "rows");
        List<Series> series = Series.of(names);
        Axis count = Axis.linear("rows", 0, (double) most);
        Axis share = Axis.share("observed share of true labels");
        Panel diagram = Panel.of(
                        SIDE + 60,
                        SIDE - 60,
                        Axis.share("mean predicted probability of the bin"),
                        share,
                        List.of(
                                Layer.of(
                                        Mark.RULE,
                                        Style.of(Style.LINES, 1).dashed(4, 4),
                                        List.of(Row.at(0, 0).to(1, 1))),
                                Layer.of(Mark.LINE, Style.of(Style.BY_SERIES, 1.8), points),
                                Layer.of(Mark.POINT, Style.of(Style.BY_SERIES, 50), tips, points)))
                .with(series, true);
        Panel histogram = Panel.of(
                        SIDE + 60,
                        COUNTS,
                        Axis.share("predicted probability, " + bins + " bins"),
                        count,
                        List.of(Layer.of(
                                Mark.RECT, Style.of(Style.BY_SERIES, 1), List.of("model", "bin", "rows"), counts)))
                .with(series, false);
        return new Plot(
                new Scene(
                        title,
                        "Dashed grey: perfect calibration; ECE: expected calibration error",
                        List.of(diagram, histogram),
                        1),
                "Calibration, " + String.join(", ", told));
    }
}
