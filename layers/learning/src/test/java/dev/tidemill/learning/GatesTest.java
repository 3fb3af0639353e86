package dev.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidemill.contract.model.GateResult;
import dev.tidemill.contract.project.ProjectSpec.GateSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GatesTest {
    private static final GateSpec BETTER = new GateSpec("log-loss", "baseline", 0.01, null, 0.9);
    private static final GateSpec NOT_WORSE = new GateSpec("log-loss", "champion", null, 0.01, 0.9);

    /** Rows of 40 days; the model knows the probability up to a noise, the reference only the mean. */
    private static Gates.Comparison rows(double modelNoise, double referenceNoise) {
        SplittableRandom random = new SplittableRandom(3);
        int size = 4000;
        double[] labels = new double[size];
        double[] model = new double[size];
        double[] reference = new double[size];
        List<String> days = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            double p = 0.05 + 0.9 * random.nextDouble();
            labels[i] = random.nextDouble() < p ? 1 : 0;
            model[i] = mix(p, modelNoise);
            reference[i] = mix(p, referenceNoise);
            days.add("day " + i % 40);
        }
        return new Gates.Comparison(labels, model, reference, days);
    }

    private static double mix(double p, double noise) {
        return p * (1 - noise) + 0.5 * noise;
    }

    @Test
    void decide_clearlyBetter_passes() {
        GateResult result = new Gates(100, 7).decide(BETTER, rows(0, 1));
        assertThat(result.decision()).isEqualTo("pass");
        assertThat(result.rows()).isEqualTo(4000);
        assertThat(result.clusters()).isEqualTo(40);
        assertThat(result.improvement()).isBetween(result.lower(), result.upper());
        assertThat(Objects.requireNonNull(result.improvement()))
                .isCloseTo(
                        (Objects.requireNonNull(result.reference()) - Objects.requireNonNull(result.model()))
                                / result.reference(),
                        within(1e-12));
        assertThat(result.reason()).contains("log-loss").contains("required +1.00%");
    }

    @Test
    void decide_clearlyWorse_fails() {
        assertThat(new Gates(100, 7).decide(NOT_WORSE, rows(1, 0)).decision()).isEqualTo("fail");
    }

    @Test
    void decide_equal_notWorsePassesBetterFails() {
        assertThat(new Gates(100, 7).decide(NOT_WORSE, rows(0.2, 0.2)).decision())
                .isEqualTo("pass");
        assertThat(new Gates(100, 7).decide(BETTER, rows(0.2, 0.2)).decision()).isEqualTo("fail");
    }

    @Test
    void decide_intervalAroundTheRequirement_undecided() {
        Gates.Comparison rows = rows(0.2, 0.3);
        double improvement =
                Objects.requireNonNull(new Gates(100, 7).decide(BETTER, rows).improvement());
        GateSpec exactly = new GateSpec("log-loss", "baseline", improvement, null, 0.9);
        assertThat(new Gates(100, 7).decide(exactly, rows).decision()).isEqualTo("undecided");
    }

    @Test
    void decide_sameSeed_sameInterval() {
        Gates.Comparison rows = rows(0.1, 0.4);
        assertThat(new Gates(1, 7).decide(BETTER, rows)).isEqualTo(new Gates(1, 7).decide(BETTER, rows));
        assertThat(new Gates(1, 8).decide(BETTER, rows).lower())
                .isNotEqualTo(new Gates(1, 7).decide(BETTER, rows).lower());
    }

    @Test
    void decide_dependentRows_widerByCluster() {
        SplittableRandom random = new SplittableRandom(5);
        int size = 2000;
        double[] labels = new double[size];
        double[] model = new double[size];
        double[] reference = new double[size];
        List<String> days = new ArrayList<>();
        List<String> alone = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int day = i / 100;
            double shift = new SplittableRandom(day).nextDouble();
            labels[i] = random.nextDouble() < shift ? 1 : 0;
            model[i] = 0.3;
            reference[i] = 0.5;
            days.add("day " + day);
            alone.add("row " + i);
        }
        GateResult byDay = new Gates(1, 7).decide(BETTER, new Gates.Comparison(labels, model, reference, days));
        GateResult byRow = new Gates(1, 7).decide(BETTER, new Gates.Comparison(labels, model, reference, alone));
        assertThat(width(byDay)).isGreaterThan(3 * width(byRow));
    }

    private static double width(GateResult result) {
        return Objects.requireNonNull(result.upper()) - Objects.requireNonNull(result.lower());
    }

    @Test
    void decide_tooFewRows_undecided() {
        GateResult result = new Gates(5000, 7).decide(NOT_WORSE, rows(0, 1));
        assertThat(result.decision()).isEqualTo("undecided");
        assertThat(result.reason()).isEqualTo("only 4000 rows can be compared with the champion, of at least 5000");
        assertThat(result.model()).isNull();
    }

    @Test
    void decide_oneCluster_undecided() {
        Gates.Comparison rows = rows(0, 1);
        GateResult result = new Gates(1, 7)
                .decide(
                        BETTER,
                        new Gates.Comparison(
                                rows.labels(),
                                rows.model(),
                                rows.reference(),
                                java.util.Collections.nCopies(4000, "all")));
        assertThat(result.decision()).isEqualTo("undecided");
        assertThat(result.reason()).isEqualTo("one cluster alone gives no interval");
    }

    @Test
    void decision_ofAll() {
        Gates gates = new Gates(1, 7);
        GateResult pass = gates.withoutReference(NOT_WORSE, "there is no champion");
        GateResult undecided = gates.incomparable(NOT_WORSE, "other features");
        GateResult fail = gates.decide(NOT_WORSE, rows(1, 0));
        assertThat(Gates.decision(List.of())).isEqualTo("pass");
        assertThat(Gates.decision(List.of(pass))).isEqualTo("pass");
        assertThat(Gates.decision(List.of(pass, undecided))).isEqualTo("undecided");
        assertThat(Gates.decision(List.of(undecided, fail))).isEqualTo("fail");
    }
}
