package dev.tidemill.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.client.engine.OwnTrainer;
import dev.tidemill.learning.EncodedRows;
import dev.tidemill.trainer.OwnModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnModelTest {
    private static EncodedRows rows(float... second) {
        EncodedRows rows = new EncodedRows(2);
        for (float value : second) {
            rows.add(new float[] {1, value});
        }
        return rows;
    }

    @Test
    void train_rowsGoAndBytesComeBack() {
        List<OwnTrainer.EncodedRows> given = new ArrayList<>();
        OwnTrainer trainer = new OwnTrainer() {
            @Override
            public byte[] train(OwnTrainer.EncodedRows training, OwnTrainer.EncodedRows validation) {
                given.addAll(List.of(training, validation));
                return new byte[] {7};
            }

            @Override
            public Map<String, String> params() {
                return Map.of("depth", "3");
            }
        };

        OwnModels.Made made = new OwnModel(trainer)
                .train(List.of("a", "b"), rows(0, Float.NaN), new double[] {1, 0}, rows(5), new double[] {1});

        assertThat(made.protobuf()).containsExactly(7);
        assertThat(made.params()).containsEntry("depth", "3");
        assertThat(given.getFirst().columns()).containsExactly("a", "b");
        assertThat(given.getFirst().rows()[0]).containsExactly(1, 0);
        assertThat(given.getFirst().rows()[1][1]).isNaN();
        assertThat(given.getFirst().labels()).containsExactly(1, 0);
        assertThat(given.getLast().rows()).isDeepEqualTo(new float[][] {{1, 5}});
    }

    @Test
    void train_thatThrows_isToldAsTheReadersOwnFailure() {
        OwnModel own = new OwnModel((fit, held) -> {
            throw new IllegalStateException("no memory of mine");
        });

        assertThatThrownBy(() -> own.train(List.of("a", "b"), rows(1), new double[1], rows(1), new double[1]))
                .isInstanceOfSatisfying(EngineException.class, e -> {
                    assertThat(e.code()).isEqualTo("OWN_TRAINER_FAILED");
                    assertThat(e).hasMessageContaining("no memory of mine");
                });
        assertThat(OwnModel.of(null)).isNull();
    }

    @Test
    @SuppressWarnings("NullAway") // a reader's code is not checked
    void train_withoutAModelOrBeyondItsMemory_failsAsTheReadersOwn() {
        OwnModel none = new OwnModel((fit, held) -> null);
        OwnModel large = new OwnModel((fit, held) -> {
            throw new OutOfMemoryError("rows");
        });

        for (OwnModel own : List.of(none, large)) {
            assertThatThrownBy(() -> own.train(List.of("a", "b"), rows(1), new double[1], rows(1), new double[1]))
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.code()).isEqualTo(OwnModel.FAILED));
        }
    }
}
