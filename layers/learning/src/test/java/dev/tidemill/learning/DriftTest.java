package dev.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidemill.contract.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DriftTest {
    private static ReferenceSummary summary(int rows, long seed, double shift, double share) {
        SplittableRandom random = new SplittableRandom(seed);
        ReferenceSummary.Builder builder =
                new ReferenceSummary.Builder(List.of("wind", "flag"), List.of("carrier", "cabin"));
        for (int i = 0; i < rows; i++) {
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("wind", random.nextInt(10) == 0 ? null : random.nextDouble() * 10 + shift);
            row.put("flag", random.nextDouble() < share);
            row.put("carrier", random.nextDouble() < share ? "UA" : random.nextDouble() < 0.5 ? "AA" : "B6");
            row.put("cabin", random.nextDouble() < share ? "Y" : "J");
            builder.add(row);
        }
        return builder.build();
    }

    private static Drift.FeatureDrift find(Drift.Report report, String name) {
        return report.features().stream()
                .filter(f -> f.feature().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void compare_sameDistribution_seldomDrifts() {
        int drifted = 0;
        for (int size : new int[] {300, 3000}) {
            for (int trial = 0; trial < 100; trial++) {
                Drift.Report report =
                        Drift.compare(summary(size, 2L * trial, 0, 0.3), summary(400, 2L * trial + 1, 0, 0.3), 0.05);
                drifted += report.driftedShare() > 0 ? 1 : 0;
            }
        }
        assertThat(drifted).isLessThan(20);
    }

    @Test
    void compare_smallReference_usesTests() {
        Drift.Report report = Drift.compare(summary(800, 1, 0, 0.3), summary(800, 2, 2, 0.6), 0.05);
        assertThat(find(report, "wind").test()).isEqualTo("ks");
        assertThat(find(report, "flag").test()).isEqualTo("z");
        assertThat(find(report, "carrier").test()).isEqualTo("chi2");
        assertThat(report.features()).allMatch(Drift.FeatureDrift::drifted);
        assertThat(report.driftedShare()).isEqualTo(1);
    }

    @Test
    void compare_largeReference_usesDistances() {
        Drift.Report report = Drift.compare(summary(5000, 1, 0, 0.3), summary(5000, 2, 1, 0.33), 0.05);
        Drift.FeatureDrift wind = find(report, "wind");
        assertThat(wind.test()).isEqualTo("wasserstein");
        // shifted by 1, standard deviation of a uniform on [0, 10] is 10 / sqrt(12)
        assertThat(wind.statistic()).isCloseTo(Math.sqrt(12) / 10, within(0.03));
        assertThat(wind.drifted()).isTrue();
        assertThat(wind.referenceNullShare()).isCloseTo(0.1, within(0.02));
        Drift.FeatureDrift carrier = find(report, "carrier");
        assertThat(carrier.test()).isEqualTo("jensenshannon");
        assertThat(carrier.drifted()).as("small though significant").isFalse();
    }

    @Test
    void compare_unseenAndEmpty() {
        ReferenceSummary.Builder now = new ReferenceSummary.Builder(List.of("wind"), List.of("carrier"));
        now.add(Map.of("carrier", "ZZ"));
        now.add(Map.of("carrier", "UA"));
        Drift.Report report = Drift.compare(summary(800, 1, 0, 0.3), now.build(), 0.05);
        assertThat(report.features()).extracting(Drift.FeatureDrift::feature).containsExactly("wind", "carrier");
        assertThat(find(report, "carrier").unseenShare()).isEqualTo(0.5);
        Drift.FeatureDrift wind = find(report, "wind");
        assertThat(wind.test()).isEqualTo("none");
        assertThat(wind.drifted()).isFalse();
        assertThat(wind.currentNullShare()).isEqualTo(1);
    }

    @Test
    void distances_handChecked() {
        double[] a = {1, 2, 3};
        double[] b = {2, 3, 4};
        assertThat(Distributions.wasserstein(a, b)).isCloseTo(1, within(1e-12));
        assertThat(Distributions.kolmogorovSmirnov(a, b)).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(Distributions.jensenShannon(new double[] {1, 0}, new double[] {0, 1}))
                .isCloseTo(Math.sqrt(Math.log(2)), within(1e-12));
        // 2x2 table 10 20 / 20 10: chi-squared 6.667, p 0.009823
        assertThat(Distributions.chiSquared(new double[] {10, 20}, new double[] {20, 10}))
                .isCloseTo(20.0 / 3, within(1e-12));
        assertThat(Distributions.chiSquaredP(new double[] {10, 20}, new double[] {20, 10}))
                .isCloseTo(0.0098233, within(1e-6));
        // z is the root of that
        assertThat(Distributions.twoProportionsP(new double[] {10, 20}, new double[] {20, 10}))
                .isCloseTo(0.0098233, within(1e-6));
        // chi-squared of 3 degrees at 7.815 leaves 0.05
        assertThat(Distributions.upperGamma(1.5, 7.814727903 / 2)).isCloseTo(0.05, within(1e-8));
        assertThat(Distributions.kolmogorovSmirnovP(1.358 / Math.sqrt(50000), 100_000, 100_000))
                .isCloseTo(0.05, within(0.002));
    }

    @Test
    void adjust_benjaminiHochberg() {
        double[] adjusted = Drift.adjust(new double[] {0.01, 0.04, 0.03, 0.5});
        assertThat(adjusted[0]).isCloseTo(0.04, within(1e-12));
        assertThat(adjusted[1]).isCloseTo(0.16 / 3, within(1e-12));
        assertThat(adjusted[2]).isCloseTo(0.16 / 3, within(1e-12));
        assertThat(adjusted[3]).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void summary_json_roundTrips() {
        ReferenceSummary summary = summary(50, 1, 0, 0.3);
        assertThat(Json.read(Json.write(summary), ReferenceSummary.class)).isEqualTo(summary);
    }
}
