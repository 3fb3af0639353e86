package dev.tidemill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.client.TidemillException;
import org.junit.jupiter.api.Test;

class TidemillKernelTest {
    @Test
    void sentence_ofFailureOfOursBelowOthers_isItsMessage() {
        Throwable failure =
                new RuntimeException("magic", TidemillException.invalidInput("There is no row to predict."));

        assertThat(TidemillKernel.sentence(failure)).isEqualTo("There is no row to predict.");
        assertThat(TidemillKernel.sentence(new MagicFailure("why"))).isEqualTo("why");
    }

    @Test
    void sentence_ofAnyOtherError_isNone() {
        assertThat(TidemillKernel.sentence(new IllegalStateException("x", new RuntimeException("y"))))
                .isNull();
    }
}
