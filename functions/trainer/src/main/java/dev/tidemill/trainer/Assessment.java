package dev.tidemill.trainer;

import dev.tidemill.contract.model.GateResult;
import dev.tidemill.contract.project.ProjectSpec.BaselineSpec;
import dev.tidemill.contract.project.ProjectSpec.GateSpec;
import dev.tidemill.learning.Baseline;
import dev.tidemill.learning.Calibration;
import dev.tidemill.learning.Encoder;
import dev.tidemill.learning.Evaluation;
import dev.tidemill.learning.FittedModel;
import dev.tidemill.learning.Gates;
import dev.tidemill.learning.InputTable;
import dev.tidemill.learning.ModelBundle;
import dev.tidemill.learning.ViewVersions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the test rows, read once, say of a model: its metrics, the baseline's, and the gates' decisions. */
final class Assessment {
    private final Plan plan;
    private final ReadSplits splits;
    private final Baseline baseline;
    private final double[] labels;
    private final double[] scores;
    private final double[] baselineScores;
    private final Evaluation.Report report;
    private final Map<String, Double> baselineMetrics;

    Assessment(Plan plan, ReadSplits splits, Encoder encoder, MadeModel model) {
        this.plan = plan;
        this.splits = splits;
        BaselineSpec declared = plan.evaluation().baseline();
        this.baseline = Baseline.fit(
                declared == null ? List.of() : declared.meanBy(),
                splits.training().inputs(),
                splits.training().labels());
        FittedModel fitted = new FittedModel(
                plan.problem(),
                encoder,
                model.scorer(),
                new Calibration.Identity(),
                plan.serving().threshold());
        InputTable rows = splits.test().inputs();
        this.labels = splits.test().labels();
        this.scores = new double[labels.length];
        this.baselineScores = new double[labels.length];
        for (int i = 0; i < labels.length; i++) {
            Map<String, @Nullable Object> row = rows.row(i);
            scores[i] = fitted.score(encoder.encodeSplit(row));
            baselineScores[i] = baseline.predict(row);
        }
        this.report = Evaluation.report(
                plan.problem(), labels, scores, plan.evaluation().slices(), rows);
        this.baselineMetrics = Evaluation.metrics(plan.problem(), labels, baselineScores);
    }

    Baseline baseline() {
        return baseline;
    }

    Evaluation.Report report() {
        return report;
    }

    Map<String, Double> baselineMetrics() {
        return baselineMetrics;
    }

    /** The defined metrics, as they are tracked. */
    Map<String, Double> logged() {
        Map<String, Double> logged = new LinkedHashMap<>();
        put(logged, "test-", report.metrics());
        put(logged, "baseline-", baselineMetrics);
        return logged;
    }

    /** The defined metrics of the model by name. */
    Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        put(metrics, "", report.metrics());
        return metrics;
    }

    /**
     * Decides every gate.
     *
     * @param champion null where there is none
     * @param cutOff of the new model
     */
    List<GateResult> gates(@Nullable Champion champion, Instant cutOff) {
        Gates gates = new Gates(
                plan.evaluation().minimumRows(), plan.training().trainer().seed());
        List<GateResult> results = new ArrayList<>();
        for (GateSpec gate : plan.evaluation().gates()) {
            results.add(
                    gate.against().equals("champion")
                            ? againstChampion(gates, gate, champion, cutOff)
                            : gates.decide(gate, new Gates.Comparison(labels, scores, baselineScores, clusters())));
        }
        return results;
    }

    private GateResult againstChampion(Gates gates, GateSpec gate, @Nullable Champion champion, Instant cutOff) {
        if (champion == null) {
            return gates.withoutReference(gate, "there is no champion to be compared with");
        }
        String difference = difference(champion.bundle());
        if (!difference.isEmpty()) {
            return gates.incomparable(
                    gate, "version " + champion.version() + " cannot answer the test rows: " + difference);
        }
        Instant after = champion.cutOff().isAfter(cutOff) ? champion.cutOff() : cutOff;
        List<String> allClusters = clusters();
        List<Integer> compared = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            if (splits.test().examples().get(i).request().time().isAfter(after)) {
                compared.add(i);
            }
        }
        double[] both = pick(labels, compared);
        double[] mine = pick(scores, compared);
        double[] theirs = new double[both.length];
        List<String> clusters = new ArrayList<>();
        for (int i = 0; i < theirs.length; i++) {
            SplitRows.Example example = splits.test().examples().get(compared.get(i));
            theirs[i] = champion.bundle()
                    .path()
                    .predictSplit(example.request(), example.features())
                    .score();
            clusters.add(allClusters.get(compared.get(i)));
        }
        return gates.decide(gate, new Gates.Comparison(both, mine, theirs, clusters));
    }

    /** Why a champion's bundle cannot answer this training's rows; empty when it can. */
    private String difference(ModelBundle champion) {
        if (champion.manifest().problem() != plan.problem()) {
            return "it is a model of another problem";
        }
        if (!plan.request().equals(champion.path().spec().request())) {
            return "its request has other columns";
        }
        if (!splits.path().featureNames().containsAll(champion.path().featureNames())) {
            return "it reads features that this training does not";
        }
        Map<String, String> views = ViewVersions.of(plan.spec());
        for (String view : champion.path().viewNames()) {
            if (!views.getOrDefault(view, "").equals(champion.manifest().views().get(view))) {
                return "view " + view + " has changed";
            }
        }
        return "";
    }

    private List<String> clusters() {
        List<String> clusters = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            Instant time = splits.test().examples().get(i).request().time();
            clusters.add(
                    switch (plan.evaluation().cluster()) {
                        case "day" ->
                            time.atOffset(ZoneOffset.UTC).toLocalDate().toString();
                        case "hour" -> time.truncatedTo(ChronoUnit.HOURS).toString();
                        case "row" -> Integer.toString(i);
                        default ->
                            String.valueOf(splits.test()
                                    .inputs()
                                    .value(plan.evaluation().cluster(), i));
                    });
        }
        return clusters;
    }

    private static double[] pick(double[] values, List<Integer> indices) {
        return indices.stream().mapToDouble(i -> values[i]).toArray();
    }

    private static void put(Map<String, Double> into, String prefix, Map<String, Double> metrics) {
        metrics.forEach((name, value) -> {
            if (Double.isFinite(value)) {
                into.put(prefix + name, value);
            }
        });
    }
}
