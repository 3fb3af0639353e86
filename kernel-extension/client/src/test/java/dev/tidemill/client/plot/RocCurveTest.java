package dev.tidemill.client.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tidemill.client.TidemillException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RocCurveTest {
    @Test
    void of_fourScores_isTheCurveByHand() {
        RocCurve curve =
                RocCurve.of(Scores.of(new double[] {0.6, 0.9, 0.7, 0.8}, new boolean[] {false, true, true, false}));

        assertThat(curve.points())
                .containsExactly(
                        new CurvePoint(0, 0, Double.POSITIVE_INFINITY),
                        new CurvePoint(0, 0.5, 0.9),
                        new CurvePoint(0.5, 0.5, 0.8),
                        new CurvePoint(0.5, 1, 0.7),
                        new CurvePoint(1, 1, 0.6));
        assertThat(curve.area()).isEqualTo(0.75);
    }

    @Test
    void of_allScoresEqual_isTheDiagonal() {
        RocCurve curve = RocCurve.of(Scores.of(new double[] {0.5, 0.5, 0.5}, new boolean[] {true, false, false}));

        assertThat(curve.points()).hasSize(2);
        assertThat(curve.area()).isEqualTo(0.5);
    }

    @Test
    void of_ties_countsEachPairAsOneHalf() {
        Random random = new Random(1);
        double[] scores = new double[200];
        boolean[] labels = new boolean[200];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = random.nextInt(10) / 10.0;
            labels[i] = random.nextInt(10) < scores[i] * 10;
        }
        double won = 0;
        double pairs = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (labels[i] && !labels[j]) {
                    pairs++;
                    won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }

        assertThat(RocCurve.of(Scores.of(scores, labels)).area()).isCloseTo(won / pairs, within(1e-12));
    }

    @Test
    void of_oneClassOnly_isRefused() {
        Scores scores = Scores.of(new double[] {0.1, 0.2}, new boolean[] {true, true});

        assertThatThrownBy(() -> RocCurve.of(scores))
                .isInstanceOf(TidemillException.class)
                .hasMessage("The ROC curve needs labels of both classes: all 2 are true.");
    }

    @Test
    void scores_ofOtherLengthNoneOrNotFinite_areRefused() {
        assertThatThrownBy(() -> Scores.of(new double[1], new boolean[2]))
                .hasMessage("There are 1 scores and 2 labels: each score needs its label.");
        assertThatThrownBy(() -> Scores.of(new double[0], new boolean[0])).hasMessageContaining("no scores");
        assertThatThrownBy(() -> Scores.of(new double[] {0.1, Double.NaN}, new boolean[2]))
                .hasMessage("Value 2 of 'scores' is NaN: a plot needs finite numbers.");
    }
}
