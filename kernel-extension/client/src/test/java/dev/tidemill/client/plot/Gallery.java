package dev.tidemill.client.plot;

import dev.tidemill.client.MetricPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One plot of every kind, on numbers like those of real projects, from a fixed seed. */
final class Gallery {
    private static final Instant START = Instant.parse("2013-07-03T06:00:00Z");

    private Gallery() {}

    static Map<String, Plot> plots() {
        Map<String, Plot> plots = new LinkedHashMap<>();
        plots.put("metric-curves", metricCurves());
        plots.put("bars", bars());
        plots.put("compare-runs", compareRuns());
        Map<String, Scores> models = new LinkedHashMap<>();
        models.put("gradient boosting, version 7", scores(20_000, 1.1, 0));
        models.put("logistic regression", scores(20_000, 0.7, 0.15));
        models.put("carrier's mean", scores(400, 0.3, -0.1));
        plots.put("roc", Plot.roc("Late flights, test split: ROC", models));
        plots.put("precision-recall", Plot.precisionRecall("Late flights, test split: precision and recall", models));
        plots.put("calibration", Plot.calibration("Late flights, test split: are probabilities true?", models));
        plots.put("confusion", Plot.confusionMatrix("Late flights, test split", models, 0.4));
        plots.put("confusion-classes", classes());
        plots.put("importance", importance());
        plots.put("shap", shap());
        plots.put("distribution", distribution(12));
        plots.put("distribution-days", distribution(120));
        plots.put("drift", drift());
        plots.put("traffic", traffic());
        plots.put("lineage", lineage());
        return plots;
    }

    static Scores scores(int rows, double skill, double bias) {
        Random random = new Random(7);
        double[] scores = new double[rows];
        boolean[] labels = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            double truth = random.nextGaussian() * skill - 1.1;
            labels[i] = random.nextDouble() < 1 / (1 + Math.exp(-truth));
            double seen = 1 / (1 + Math.exp(-truth * 0.9)) + bias;
            scores[i] = Math.clamp(seen, 0.01, 0.99);
        }
        return Scores.of(scores, labels);
    }

    private static Plot metricCurves() {
        Map<String, List<MetricPoint>> curves = new LinkedHashMap<>();
        Random random = new Random(1);
        for (String name : List.of("train-logloss", "validation-logloss")) {
            List<MetricPoint> points = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                double overfit = name.startsWith("v") ? 0.03 + 0.0001 * i : 0;
                points.add(new MetricPoint(
                        i, 0.49 + 0.2 * Math.exp(-i / 40.0) - 0.0002 * i + overfit + 0.001 * random.nextGaussian()));
            }
            curves.put(name, points);
        }
        return Plot.metricCurves("Version 7: loss by boosting round", "log loss (nats)", curves);
    }

    private static Plot bars() {
        Map<String, Double> drift = new LinkedHashMap<>();
        for (String channel : List.of("batch", "online")) {
            for (String feature : List.of("weather.visib", "weather.precip", "carrier", "origin_late_share_4h")) {
                drift.put(channel + " " + feature, feature.length() * 0.11 - 0.6);
            }
        }
        return Plot.of("Drift of the inputs in July", "test statistic / its threshold (1 = drift)", "channel and input")
                .bars(drift);
    }

    private static Plot compareRuns() {
        List<ComparedRun> runs = new ArrayList<>();
        Random random = new Random(3);
        for (int i = 0; i < 24; i++) {
            Map<String, Object> params = new LinkedHashMap<>();
            double eta = Math.round(1000 * Math.pow(10, -2.5 + 2 * random.nextDouble())) / 1000.0;
            params.put("learning_rate", eta);
            params.put("max_depth", 3 + random.nextInt(6));
            params.put("trees", 300);
            params.put("booster", i % 3 == 0 ? "dart" : "gbtree");
            params.put("min_child_weight", (double) Math.round(1 + 40 * random.nextDouble()));
            params.put("minimum_split_gain", random.nextDouble());
            double auc = 0.74 - Math.abs(Math.log10(eta) + 1.2) * 0.03 + random.nextDouble() * 0.01;
            runs.add(new ComparedRun(
                    "run " + i, params, Map.of("test-auc", auc, "train-seconds", 10 + 40 * random.nextDouble())));
        }
        return Plot.compareRuns("Sweep of flight delays", runs, "test-auc");
    }

    private static Plot classes() {
        List<String> names =
                List.of("setosa", "versicolor", "virginica", "a class of a very long name", "<b>other</b>");
        Random random = new Random(5);
        List<String> actual = new ArrayList<>();
        List<String> predicted = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            int is = random.nextInt(names.size());
            actual.add(names.get(is));
            predicted.add(names.get(random.nextDouble() < 0.75 ? is : random.nextInt(names.size())));
        }
        return Plot.confusionMatrix("Classes of the test split", actual, predicted);
    }

    private static final List<String> FEATURES = List.of(
            "origin_late_share_4h",
            "sched_dep_hour",
            "weather.precip",
            "weather.visib",
            "carrier",
            "month",
            "plane.seats",
            "distance",
            "dest",
            "weather.wind_gust");

    private static Plot importance() {
        Map<String, Double> gain = new LinkedHashMap<>();
        FEATURES.forEach(f -> gain.put(f, 1000.0 / (1 + FEATURES.indexOf(f)) + f.length()));
        return Plot.featureImportance("Version 7: what the trees split on", "gain (log loss, nats)", gain);
    }

    private static Plot shap() {
        Random random = new Random(11);
        Map<String, double[]> shap = new LinkedHashMap<>();
        Map<String, double[]> values = new LinkedHashMap<>();
        for (String feature : FEATURES) {
            double weight = 0.9 / (1 + FEATURES.indexOf(feature));
            double[] s = new double[2000];
            double[] v = new double[2000];
            for (int i = 0; i < s.length; i++) {
                v[i] = feature.equals("month") ? 1 + random.nextInt(12) : Math.exp(random.nextGaussian());
                s[i] = weight * Math.tanh((feature.equals("weather.visib") ? -1 : 1) * (v[i] - 1.5))
                        + 0.05 * random.nextGaussian();
                v[i] = feature.equals("weather.wind_gust") && i % 4 > 0 ? Double.NaN : v[i];
            }
            shap.put(feature, s);
            values.put(feature, v);
        }
        return Plot.shapSummary("Version 7: SHAP values of the test split", "log odds", shap, values);
    }

    private static Plot distribution(int windows) {
        Random random = new Random(13);
        Map<String, double[]> values = new LinkedHashMap<>();
        for (int i = 0; i < windows; i++) {
            double[] v = new double[500];
            for (int j = 0; j < v.length; j++) {
                v[j] = 55 + 25 * Math.sin(i * 6.28 / windows - 1.6) + 9 * random.nextGaussian();
            }
            values.put(windows == 12 ? "2013-%02d".formatted(i + 1) : "day " + (i + 1), v);
        }
        return Plot.distributionByWindow(
                "Temperature by " + (windows == 12 ? "month" : "day"),
                windows == 12 ? "month" : "day",
                "temperature (°F)",
                values);
    }

    private static Plot drift() {
        List<DriftCell> cells = new ArrayList<>();
        Random random = new Random(17);
        for (String feature : FEATURES) {
            for (int month = 1; month <= 12; month++) {
                if (!feature.equals("dest") || month < 5) {
                    double psi =
                            Math.abs(random.nextGaussian()) * 0.08 + (month > 8 ? 0.03 * feature.length() % 0.4 : 0);
                    cells.add(new DriftCell(feature, "2013-%02d".formatted(month), psi, psi > 0.2));
                }
            }
        }
        return Plot.driftHeatMap("Drift against the training split", "PSI", cells);
    }

    private static Plot traffic() {
        Map<Instant, Map<String, Long>> requests = new LinkedHashMap<>();
        for (int i = 0; i < 36; i++) {
            long canary = i < 8 ? 0 : i < 16 ? 5 : i < 24 ? 25 : i < 28 ? 50 : 100;
            requests.put(
                    START.plus(Duration.ofMinutes(10L * i)),
                    Map.of("version 7 (champion)", 100 - canary, "version 8 (canary)", canary));
        }
        return Plot.trafficSplit("Canary of version 8", requests);
    }

    private static Plot lineage() {
        List<LineageNode> nodes = List.of(
                new LineageNode("p", "prediction", "UA 1545, 3 July"),
                new LineageNode("v", "model version", "flight-delays 7"),
                new LineageNode("r", "run", "3f9a6c1e5b2d4f7a8c9e0d1b2a3f4e5d"),
                new LineageNode("t", "training", "01JZ4M3N9QK2"),
                new LineageNode("rev", "project revision", "12 (commit 8c1f20a)"),
                new LineageNode("f", "dataset", "flights @ 8412973461"),
                new LineageNode("w", "dataset", "weather @ 5710236614"),
                new LineageNode("a", "dataset", "airports @ 12"),
                new LineageNode("i1", "ingestion", "2013-01 to 2013-06"),
                new LineageNode("i2", "ingestion", "2013-07"),
                new LineageNode("i3", "ingestion", "weather 2013"));
        return Plot.lineageGraph(
                "Where the prediction comes from",
                nodes,
                List.of(
                        new LineageEdge("p", "v"),
                        new LineageEdge("v", "r"),
                        new LineageEdge("r", "t"),
                        new LineageEdge("p", "rev"),
                        new LineageEdge("t", "rev"),
                        new LineageEdge("t", "f"),
                        new LineageEdge("t", "w"),
                        new LineageEdge("t", "a"),
                        new LineageEdge("f", "i1"),
                        new LineageEdge("f", "i2"),
                        new LineageEdge("w", "i3")));
    }
}
