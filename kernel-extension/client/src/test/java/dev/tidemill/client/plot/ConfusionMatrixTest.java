package dev.tidemill.client.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
    @Test
    void of_scores_countsThoseAtTheThresholdAsTrue() {
        ConfusionMatrix matrix = ConfusionMatrix.of(
                Scores.of(new double[] {0.4, 0.5, 0.9, 0.1}, new boolean[] {true, false, true, false}), 0.5);

        assertThat(matrix.classes()).containsExactly("false", "true");
        assertThat(matrix.counts()).containsExactly(List.of(1L, 1L), List.of(1L, 1L));
        assertThat(matrix.accuracy()).isEqualTo(0.5);
        assertThat(matrix.precision(1)).isEqualTo(0.5);
    }

    @Test
    void of_classes_hasThemByTheAlphabet() {
        ConfusionMatrix matrix = ConfusionMatrix.of(List.of("b", "a", "c", "b"), List.of("b", "b", "a", "b"));

        assertThat(matrix.classes()).containsExactly("a", "b", "c");
        assertThat(matrix.counts()).containsExactly(List.of(0L, 1L, 0L), List.of(0L, 2L, 0L), List.of(1L, 0L, 0L));
        assertThat(matrix.recall(1)).isEqualTo(1);
        assertThat(matrix.precision(2)).isNaN();
        assertThat(matrix.rows()).isEqualTo(4);
    }

    @Test
    void of_noRowsOrOtherLengths_isRefused() {
        assertThatThrownBy(() -> ConfusionMatrix.of(List.of(), List.of())).hasMessageContaining("no rows");
        assertThatThrownBy(() -> ConfusionMatrix.of(List.of("a"), List.of()))
                .hasMessage("There are 1 actual and 0 predicted classes: each row needs both.");
    }
}
