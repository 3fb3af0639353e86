package dev.tidemill.monitoring;

import dev.tidemill.columnar.FolderDatabase;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.EvaluationSpec;
import dev.tidemill.learning.Baseline;
import dev.tidemill.learning.Evaluation;
import dev.tidemill.learning.InputTable;
import dev.tidemill.learning.Metric;
import dev.tidemill.monitoring.MonitoringReport.MetricValue;
import dev.tidemill.monitoring.MonitoringReport.Quality;
import dev.tidemill.monitoring.MonitoringReport.Slice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Measures a channel's labelled requests like a test split: the project's metrics, the baseline on the same rows, and
 * slices. Of each request, the label, two scores and the inputs that slices and baseline need are in memory.
 */
final class ChannelQuality {
    private final ProjectSpec.Problem problem;
    private final EvaluationSpec evaluation;
    private final Baseline baseline;
    private final Map<String, Double> test;
    private final @Nullable Double greatestDrop;

    /**
     * @param test the champion's metrics on its test split
     * @param greatestDrop relative loss of the first metric against the test split above which quality has dropped; null
     *     for no bound
     */
    ChannelQuality(
            ProjectSpec.Problem problem,
            EvaluationSpec evaluation,
            Baseline baseline,
            Map<String, Double> test,
            @Nullable Double greatestDrop) {
        this.problem = problem;
        this.evaluation = evaluation;
        this.baseline = baseline;
        this.test = test;
        this.greatestDrop = greatestDrop;
    }

    /**
     * Measures the labelled requests of a relation.
     *
     * @param relation of joined predictions, those of one channel and version
     */
    Quality measure(FolderDatabase analysis, String relation) {
        Set<String> inputs = new LinkedHashSet<>(evaluation.slices());
        inputs.addAll(baseline.meanBy());
        InputTable table = new InputTable(inputs);
        List<double[]> values = new ArrayList<>();
        StringBuilder columns = new StringBuilder(JoinedColumns.LABEL + ", " + JoinedColumns.SCORE);
        inputs.forEach(name -> columns.append(", ").append(JoinedColumns.text(name)));
        analysis.each(
                "SELECT " + columns + " FROM " + relation + " WHERE _newest AND _label IS NOT NULL AND "
                        + JoinedColumns.SCORE + " IS NOT NULL ORDER BY _id",
                row -> {
                    Map<String, @Nullable Object> named = new LinkedHashMap<>();
                    int column = 3;
                    for (String name : inputs) {
                        named.put(name, row.getString(column++));
                    }
                    table.add(named);
                    values.add(new double[] {row.getDouble(1), row.getDouble(2), baseline.predict(named)});
                });
        double[] labels = values.stream().mapToDouble(v -> v[0]).toArray();
        double[] scores = values.stream().mapToDouble(v -> v[1]).toArray();
        double[] simple = values.stream().mapToDouble(v -> v[2]).toArray();
        if (labels.length == 0) {
            return new Quality(MonitoringReport.UNDECIDED, 0, List.of(), List.of());
        }
        Evaluation.Report report = Evaluation.report(problem, labels, scores, evaluation.slices(), table);
        Map<String, Double> baselineMetrics = Evaluation.metrics(problem, labels, simple);
        List<Slice> slices = new ArrayList<>();
        report.slices()
                .forEach((column, members) -> members.forEach((value, slice) -> slices.add(
                        new Slice(column, value, slice.rows(), metrics(slice.metrics(), Map.of(), Map.of())))));
        return new Quality(
                decision(report),
                report.rows(),
                metrics(report.metrics(), evaluation.baseline() == null ? Map.of() : baselineMetrics, test),
                slices);
    }

    private String decision(Evaluation.Report report) {
        if (report.rows() < evaluation.minimumRows()) {
            return MonitoringReport.UNDECIDED;
        }
        if (greatestDrop == null || evaluation.metrics().isEmpty()) {
            return MonitoringReport.OK;
        }
        String first = evaluation.metrics().getFirst();
        Double now = defined(report.metrics().get(first));
        Double before = defined(test.get(first));
        if (now == null || before == null || before == 0) {
            return MonitoringReport.UNDECIDED;
        }
        return loss(Metric.of(first), before, now) > greatestDrop ? MonitoringReport.DROPPED : MonitoringReport.OK;
    }

    /** How much worse a metric became, relative to what it was; negative when it became better. */
    static double loss(Metric metric, double before, double now) {
        double worse = switch (metric.better()) {
            case LOWER -> now - before;
            case HIGHER -> before - now;
            case ZERO -> Math.abs(now) - Math.abs(before);
        };
        return worse / Math.abs(before);
    }

    private List<MetricValue> metrics(
            Map<String, Double> values, Map<String, Double> baselines, Map<String, Double> tests) {
        return evaluation.metrics().stream()
                .map(name -> new MetricValue(
                        name, defined(values.get(name)), defined(baselines.get(name)), defined(tests.get(name))))
                .toList();
    }

    private static @Nullable Double defined(@Nullable Double value) {
        return value == null || !Double.isFinite(value) ? null : value;
    }
}
