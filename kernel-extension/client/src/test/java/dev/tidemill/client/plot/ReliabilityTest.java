package dev.tidemill.client.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReliabilityTest {
    @Test
    void of_threeScoresInTwoBins_isTheErrorByHand() {
        Reliability reliability =
                Reliability.of(Scores.of(new double[] {0.1, 0.1, 0.9}, new boolean[] {true, false, true}), 2);

        assertThat(reliability.bins())
                .containsExactly(new Reliability.Bin(0, 0.5, 0.1, 0.5, 2), new Reliability.Bin(0.5, 1, 0.9, 1, 1));
        // 2/3 * 0.4 + 1/3 * 0.1
        assertThat(reliability.expectedError()).isCloseTo(0.3, within(1e-12));
    }

    @Test
    void of_scoreOfOne_isInTheLastBin() {
        Reliability reliability = Reliability.of(Scores.of(new double[] {1, 0}, new boolean[] {true, false}), 10);

        assertThat(reliability.bins()).extracting(Reliability.Bin::low).containsExactly(0.0, 0.9);
        assertThat(reliability.expectedError()).isZero();
    }

    @Test
    void of_noProbabilityOrNoBins_isRefused() {
        Scores scores = Scores.of(new double[] {0.5, 1.5}, new boolean[2]);

        assertThatThrownBy(() -> Reliability.of(scores, 10))
                .hasMessage("Score 2 is 1.5: calibration needs probabilities from 0 to 1.");
        assertThatThrownBy(() -> Reliability.of(scores, 1)).hasMessageContaining("1 bins: 2 to 100");
    }
}
