package dev.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tidemill.contract.project.ProjectSpec;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final Offset<Double> CLOSE = within(1e-12);
    private static final double[] LABELS = {1, 0, 1, 0};
    private static final double[] SCORES = {0.9, 0.8, 0.6, 0.1};

    @Test
    void binary_handChecked() {
        assertThat(Metric.LOG_LOSS.value(LABELS, SCORES))
                .isCloseTo(-(Math.log(0.9) + Math.log(0.2) + Math.log(0.6) + Math.log(0.9)) / 4, CLOSE);
        // pairs (positive, negative): .9>.8, .9>.1, .6<.8, .6>.1 -> 3 of 4
        assertThat(Metric.AUC.value(LABELS, SCORES)).isCloseTo(0.75, CLOSE);
        // recall steps: 1/2 at precision 1/1, 1/2 at precision 2/3
        assertThat(Metric.AVERAGE_PRECISION.value(LABELS, SCORES)).isCloseTo(0.5 + 1.0 / 3, CLOSE);
        assertThat(Metric.BRIER.value(LABELS, SCORES)).isCloseTo((0.01 + 0.64 + 0.16 + 0.01) / 4, CLOSE);
        // each row in a bin of its own
        assertThat(Metric.CALIBRATION.value(LABELS, SCORES)).isCloseTo((0.1 + 0.8 + 0.4 + 0.1) / 4, CLOSE);
        assertThat(Metric.ACCURACY.value(LABELS, SCORES)).isCloseTo(0.75, CLOSE);
    }

    @Test
    void binary_ties_countHalf() {
        assertThat(Metric.AUC.value(LABELS, new double[] {0.5, 0.5, 0.5, 0.5})).isCloseTo(0.5, CLOSE);
        assertThat(Metric.AVERAGE_PRECISION.value(LABELS, new double[] {0.5, 0.5, 0.5, 0.5}))
                .isCloseTo(0.5, CLOSE);
    }

    @Test
    void binary_undefined_isNaN() {
        assertThat(Metric.AUC.value(new double[] {1, 1}, new double[] {0.2, 0.3}))
                .isNaN();
        assertThat(Metric.AVERAGE_PRECISION.value(new double[] {0, 0}, new double[] {0.2, 0.3}))
                .isNaN();
        assertThat(Metric.LOG_LOSS.value(new double[0], new double[0])).isNaN();
        assertThat(Metric.CALIBRATION.value(new double[0], new double[0])).isNaN();
    }

    @Test
    void binary_certainAndWrong_isFinite() {
        assertThat(Metric.LOG_LOSS.value(new double[] {1}, new double[] {0})).isCloseTo(-Math.log(1e-15), within(1e-9));
    }

    @Test
    void regression_handChecked() {
        double[] labels = {10, 20, 30};
        double[] scores = {12, 18, 33};
        assertThat(Metric.MAE.value(labels, scores)).isCloseTo(7.0 / 3, CLOSE);
        assertThat(Metric.RMSE.value(labels, scores)).isCloseTo(Math.sqrt(17.0 / 3), CLOSE);
        assertThat(Metric.WAPE.value(labels, scores)).isCloseTo(7.0 / 60, CLOSE);
        assertThat(Metric.BIAS.value(labels, scores)).isCloseTo(1, CLOSE);
        assertThat(Metric.WAPE.value(new double[] {0}, new double[] {1})).isNaN();
    }

    @Test
    void report_slices() {
        InputTable rows = new InputTable(List.of("origin"));
        for (String origin : List.of("EWR", "EWR", "JFK", "EWR")) {
            rows.add(Map.of("origin", origin));
        }
        Evaluation.Report report =
                Evaluation.report(ProjectSpec.Problem.BINARY, LABELS, SCORES, List.of("origin"), rows);
        assertThat(report.rows()).isEqualTo(4);
        Map<String, Evaluation.Slice> slices = report.slices().getOrDefault("origin", Map.of());
        assertThat(slices.keySet()).containsExactly("EWR", "JFK");
        Evaluation.Slice newark = java.util.Objects.requireNonNull(slices.get("EWR"));
        assertThat(newark.rows()).isEqualTo(3);
        assertThat(newark.metrics()).containsEntry("auc", 1.0);
    }

    @Test
    void baseline_meanByGroup() {
        InputTable rows = new InputTable(List.of("hour"));
        for (long hour : new long[] {6, 6, 18, 18}) {
            rows.add(Map.of("hour", hour));
        }
        Baseline baseline = Baseline.fit(List.of("hour"), rows, new double[] {0, 0, 1, 0});
        assertThat(baseline.overall()).isEqualTo(0.25);
        assertThat(baseline.predict(Map.of("hour", 6L))).isCloseTo(0.25 / 3, CLOSE);
        assertThat(baseline.predict(Map.of("hour", 18L))).isCloseTo(1.25 / 3, CLOSE);
        assertThat(baseline.predict(Map.of("hour", 12L))).isEqualTo(0.25);
        assertThat(Baseline.fit(List.of(), rows, new double[] {0, 0, 1, 0}).predict(Map.of()))
                .isEqualTo(0.25);
    }

    @Test
    void metric_unknown_namesThem() {
        assertThatThrownBy(() -> Metric.of("f1")).hasMessageContaining("no metric 'f1'");
    }
}
