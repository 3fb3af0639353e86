package dev.tidemill.lifecycleapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LifecycleApiConfigTest {
    @Test
    void of_environment_isRead() {
        LifecycleApiConfig config = LifecycleApiConfig.of(
                Map.of("TIDEMILL_LIFECYCLE_TABLE", "lifecycle", "TIDEMILL_STATE_MACHINE_PREFIX", World.PREFIX));

        assertThat(config.lifecycleTable()).isEqualTo("lifecycle");
        assertThat(config.eventBus()).isEmpty();
    }

    @Test
    void of_prefixOfAnotherForm_isRefused() {
        assertThatThrownBy(() -> LifecycleApiConfig.of(Map.of("TIDEMILL_STATE_MACHINE_PREFIX", "tidemill-")))
                .hasMessageContainingAll("TIDEMILL_STATE_MACHINE_PREFIX", "'tidemill-'", ":stateMachine:");
    }

    @Test
    void require_missing_namesAll() {
        assertThatThrownBy(() -> LifecycleApiConfig.require(Map.of("B", "", "A", "", "C", "x")))
                .hasMessage("the environment lacks A, B");
    }
}
