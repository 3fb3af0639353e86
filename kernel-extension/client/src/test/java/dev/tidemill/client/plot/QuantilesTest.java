package dev.tidemill.client.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class QuantilesTest {
    @Test
    void of_fiveValues_interpolatesBetweenRanks() {
        assertThat(Quantiles.of(new double[] {5, 1, 4, 2, 3})).isEqualTo(new Quantiles(1.2, 2, 3, 4, 4.8, 5));
    }

    @Test
    void of_oneValue_isItEverywhere() {
        assertThat(Quantiles.of(new double[] {7})).isEqualTo(new Quantiles(7, 7, 7, 7, 7, 1));
    }

    @Test
    void of_noValues_isRefused() {
        assertThatThrownBy(() -> Quantiles.of(new double[0])).hasMessageContaining("no values");
    }
}
