package dev.tidemill.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestionConfigTest {
    private static final Map<String, String> ALL = Map.of(
            "TIDEMILL_LAKE_BUCKET", "lake",
            "TIDEMILL_ARTIFACTS_BUCKET", "artifacts",
            "TIDEMILL_FEATURES_TABLE", "features",
            "TIDEMILL_LIFECYCLE_TABLE", "lifecycle",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1000");

    @Test
    void of_wholeEnvironment_givesDuckDbItsShare() {
        IngestionConfig config = IngestionConfig.of(ALL);
        assertThat(config.lakeBucket()).isEqualTo("lake");
        assertThat(config.glueCatalog()).isEmpty();
        assertThat(config.database().memoryBytes()).isEqualTo(400L << 20);
    }

    @Test
    void of_emptyEnvironment_namesAllThatIsMissing() {
        assertThatThrownBy(() -> IngestionConfig.of(Map.of()))
                .hasMessageContaining("TIDEMILL_LAKE_BUCKET is not set")
                .hasMessageContaining("TIDEMILL_LIFECYCLE_TABLE is not set");
    }
}
