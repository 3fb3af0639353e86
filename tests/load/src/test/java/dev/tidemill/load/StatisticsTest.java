package dev.tidemill.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void median_oddAndEvenNumber() {
        assertThat(Statistics.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2.0);
        assertThat(Statistics.median(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(3.0);
    }

    @Test
    void percentile_nearestRank() {
        List<Double> hundred =
                IntStream.rangeClosed(1, 100).mapToObj(Double::valueOf).toList();
        assertThat(Statistics.percentile(hundred, 0.5)).isEqualTo(50.0);
        assertThat(Statistics.percentile(hundred, 0.99)).isEqualTo(99.0);
        assertThat(Statistics.percentile(List.of(7.0), 0.99)).isEqualTo(7.0);
    }

    @Test
    void median_nothing_saysSo() {
        assertThatThrownBy(() -> Statistics.median(List.of())).hasMessage("nothing was measured");
    }
}
