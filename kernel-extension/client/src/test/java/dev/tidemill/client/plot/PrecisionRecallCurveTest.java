package dev.tidemill.client.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PrecisionRecallCurveTest {
    @Test
    void of_fourScores_isTheCurveByHand() {
        PrecisionRecallCurve curve = PrecisionRecallCurve.of(
                Scores.of(new double[] {0.9, 0.8, 0.7, 0.6}, new boolean[] {true, false, true, false}));

        assertThat(curve.points())
                .containsExactly(
                        new CurvePoint(0.5, 1, 0.9),
                        new CurvePoint(0.5, 0.5, 0.8),
                        new CurvePoint(1, 2 / 3.0, 0.7),
                        new CurvePoint(1, 0.5, 0.6));
        // 0.5 * 1 + 0.5 * 2/3
        assertThat(curve.averagePrecision()).isCloseTo(5 / 6.0, within(1e-12));
        assertThat(curve.baseRate()).isEqualTo(0.5);
    }

    @Test
    void of_allScoresEqual_isOnePointAtTheBaseRate() {
        PrecisionRecallCurve curve = PrecisionRecallCurve.of(
                Scores.of(new double[] {0.5, 0.5, 0.5, 0.5}, new boolean[] {true, false, false, false}));

        assertThat(curve.points()).containsExactly(new CurvePoint(1, 0.25, 0.5));
        assertThat(curve.averagePrecision()).isEqualTo(0.25);
    }

    @Test
    void of_oneClassOnly_isRefused() {
        assertThatThrownBy(() -> PrecisionRecallCurve.of(Scores.of(new double[1], new boolean[1])))
                .hasMessage("The precision-recall curve needs labels of both classes: all 1 are false.");
    }
}
