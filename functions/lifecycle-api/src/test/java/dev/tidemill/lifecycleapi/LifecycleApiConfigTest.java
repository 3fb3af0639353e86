package dev.tidemill.lifecycleapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LifecycleApiConfigTest {
    @Test
    void of_environment_isRead() {
        TriggerConfig config = TriggerConfig.of(Map.of(
                "TIDEMILL_ARTIFACTS_BUCKET", "artifacts",
                "TIDEMILL_REGISTRY_TABLE", "registry",
                "TIDEMILL_LIFECYCLE_TABLE", "lifecycle",
                "TIDEMILL_STATE_MACHINE_PREFIX", World.PREFIX));

        assertThat(config).isEqualTo(new TriggerConfig("artifacts", "registry", "lifecycle", World.PREFIX));
    }

    @Test
    void of_missing_namesAll() {
        assertThatThrownBy(() -> LifecycleApiConfig.of(Map.of("TIDEMILL_LAKE_BUCKET", "lake")))
                .hasMessageContainingAll("TIDEMILL_CAPTURE_BUCKET is not set", "TIDEMILL_FEATURES_TABLE is not set")
                .message()
                .doesNotContain("TIDEMILL_LAKE_BUCKET");
    }
}
