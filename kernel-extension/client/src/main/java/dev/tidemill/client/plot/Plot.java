package dev.tidemill.client.plot;

import dev.tidemill.client.MetricPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A plot, as Vega-Lite and as a PNG of the same picture, on a white card that can be read on light and dark pages.
 *
 * <p>Immutable; the same input gives the same bytes on one machine. Every factory refuses, by a
 * {@link dev.tidemill.client.TidemillException} that names the series and the place, what it cannot draw: nothing, or
 * numbers that are not finite. Models, windows and the like stand in the order of the map they are given in.
 */
public final class Plot {
    private static final int CALIBRATION_BINS = 10;

    private final Scene scene;
    private final String text;

    Plot(Scene scene, String text) {
        this.scene = scene;
        this.text = Scene.line(text);
    }

    /**
     * A plot to be filled with lines or bars.
     *
     * @param across title of the horizontal axis, with its unit
     * @param upward title of the vertical axis, with its unit
     */
    public static PlotAxes of(String title, String across, String upward) {
        return new PlotAxes(title, across, upward);
    }

    /** Metrics of a run or of several by their step: {@link #metricCurves(String, String, Map)} without a unit. */
    public static Plot metricCurves(String title, Map<String, List<MetricPoint>> curves) {
        return metricCurves(title, "value of the metric", curves);
    }

    /**
     * Metrics by their step, one line each.
     *
     * @param unit of the values, such as {@code log loss (nats)}
     * @param curves by name; lines of more than 500 points are thinned without a visible change
     */
    public static Plot metricCurves(String title, String unit, Map<String, List<MetricPoint>> curves) {
        Map<String, List<double[]>> lines = new LinkedHashMap<>();
        curves.forEach((name, points) -> {
            List<double[]> numbers = new ArrayList<>();
            points.forEach(point -> numbers.add(new double[] {point.step(), point.value()}));
            lines.put(name, numbers);
        });
        return new PlotAxes(title, "step", unit).drawn(lines);
    }

    /**
     * Runs as lines over parallel axes: the parameters that differ, then the metrics. A numeric axis is
     * logarithmic when its largest value is 30 times its smallest or more.
     *
     * @param runs at most 300
     * @param metric by which the lines are coloured; runs without it are grey
     */
    public static Plot compareRuns(String title, List<ComparedRun> runs, String metric) {
        return RunComparison.of(title, runs, metric);
    }

    /** ROC curves with their AUC. Each model needs labels of both classes. */
    public static Plot roc(String title, Map<String, Scores> models) {
        return ClassifierPlots.roc(title, models);
    }

    /** The ROC curve of one model. */
    public static Plot roc(String title, double[] scores, boolean[] labels) {
        return roc(title, Map.of("model", Scores.of(scores, labels)));
    }

    /** Precision-recall curves with their average precision. Each model needs labels of both classes. */
    public static Plot precisionRecall(String title, Map<String, Scores> models) {
        return ClassifierPlots.precisionRecall(title, models);
    }

    /** The precision-recall curve of one model. */
    public static Plot precisionRecall(String title, double[] scores, boolean[] labels) {
        return precisionRecall(title, Map.of("model", Scores.of(scores, labels)));
    }

    /** Reliability diagrams in ten bins with their expected calibration error, and the rows of each bin. */
    public static Plot calibration(String title, Map<String, Scores> models) {
        return calibration(title, models, CALIBRATION_BINS);
    }

    /**
     * Reliability diagrams.
     *
     * @param models whose scores are probabilities from 0 to 1
     * @param bins of equal width, 2 to 100
     */
    public static Plot calibration(String title, Map<String, Scores> models, int bins) {
        return ClassifierPlots.calibration(title, models, bins);
    }

    /** The reliability diagram of one model, in ten bins. */
    public static Plot calibration(String title, double[] scores, boolean[] labels) {
        return calibration(title, Map.of("model", Scores.of(scores, labels)));
    }

    /**
     * Confusion matrices of two classes, side by side.
     *
     * @param threshold a score of at least this predicts true
     */
    public static Plot confusionMatrix(String title, Map<String, Scores> models, double threshold) {
        return ConfusionPlots.binary(title, models, threshold);
    }

    /** The confusion matrix of one model of two classes. */
    public static Plot confusionMatrix(String title, double[] scores, boolean[] labels, double threshold) {
        return confusionMatrix(title, Map.of("model", Scores.of(scores, labels)), threshold);
    }

    /**
     * The confusion matrix of many classes, at most 40.
     *
     * @param actual class of each row
     * @param predicted class of the same rows
     */
    public static Plot confusionMatrix(String title, List<String> actual, List<String> predicted) {
        return confusionMatrix(title, ConfusionMatrix.of(actual, predicted));
    }

    /** A confusion matrix that was counted already, of at most 40 classes. */
    public static Plot confusionMatrix(String title, ConfusionMatrix matrix) {
        return ConfusionPlots.of(title, matrix);
    }

    /**
     * Features by how much they count, the first 30.
     *
     * @param unit of the numbers, such as {@code gain (log loss, nats)} or {@code splits}
     */
    public static Plot featureImportance(String title, String unit, Map<String, Double> importance) {
        return FeaturePlots.importance(title, unit, importance);
    }

    /**
     * A bee swarm for each of the 20 features whose SHAP values are largest: each point a row, coloured by its feature
     * value. At most 3,000 points are drawn, the rows taken evenly; the subtitle says so.
     *
     * @param unit of the SHAP values, such as {@code log odds}
     * @param values SHAP values by feature, a number for each row
     * @param features the features' own values, for the same rows; NaN where missing
     */
    public static Plot shapSummary(
            String title, String unit, Map<String, double[]> values, Map<String, double[]> features) {
        return FeaturePlots.shap(title, unit, values, features);
    }

    /**
     * How the distribution of a feature goes from window to window: median, middle half, and 5% to 95%; as boxes up to
     * 26 windows, as bands beyond.
     *
     * @param across what the windows are, such as {@code month}
     * @param upward the feature, with its unit
     * @param windows values of each, at least one
     */
    public static Plot distributionByWindow(String title, String across, String upward, Map<String, double[]> windows) {
        return quantilesByWindow(title, across, upward, WindowPlots.quantiles(windows));
    }

    /** As {@link #distributionByWindow} from quantiles that are known already. */
    public static Plot quantilesByWindow(String title, String across, String upward, Map<String, Quantiles> windows) {
        return WindowPlots.distribution(title, across, upward, windows);
    }

    /**
     * Drift of features by window.
     *
     * @param statistic what the numbers are, such as {@code PSI} or {@code statistic / threshold}
     * @param cells at most 5,000; a pair without a cell was not measured
     */
    public static Plot driftHeatMap(String title, String statistic, List<DriftCell> cells) {
        return WindowPlots.drift(title, statistic, cells);
    }

    /**
     * How requests were shared between the versions of a model.
     *
     * @param requests by version, for the time that starts at each key and lasts until the next; the last lasts as long
     *     as the one before it, or a minute
     */
    public static Plot trafficSplit(String title, Map<Instant, ? extends Map<String, Long>> requests) {
        return WindowPlots.traffic(title, requests);
    }

    /**
     * Things and what they were made from, from left to right.
     *
     * @param edges between nodes that are given, without a circle
     */
    public static Plot lineageGraph(String title, List<LineageNode> nodes, List<LineageEdge> edges) {
        return LineagePlot.of(title, nodes, edges);
    }

    public String title() {
        return scene.title();
    }

    /** The specification for {@code application/vnd.vegalite.v5+json}: maps, lists, texts, numbers and booleans, no nulls. */
    public Map<String, Object> vegaLite() {
        return VegaLite.of(scene);
    }

    /** The picture as a PNG, at twice the size it is meant to be shown in. Needs fonts on this machine, but no screen. */
    public byte[] png() {
        return Painter.png(scene);
    }

    /** The plot in one line. */
    public String text() {
        return scene.title().isEmpty() ? text : scene.title() + ": " + text;
    }

    Scene scene() {
        return scene;
    }

    Plot described(String subtitle, String line) {
        return new Plot(new Scene(scene.title(), subtitle, scene.panels(), scene.columns()), line);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Plot that && scene.equals(that.scene) && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return 31 * scene.hashCode() + text.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
