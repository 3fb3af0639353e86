package dev.tidemill.aws.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
    private static List<String> names(Environment given) {
        return List.of(
                given.lakeBucket(),
                given.artifactsBucket(),
                given.captureBucket(),
                given.featuresTable(),
                given.trackingTable(),
                given.registryTable(),
                given.lifecycleTable(),
                given.eventBus(),
                given.captureQueueUrl());
    }

    @Test
    void read_wholeEnvironment_givesEachItsValue() {
        assertThat(Environment.read(
                        Map.of(
                                "TIDEMILL_LAKE_BUCKET", "a",
                                "TIDEMILL_ARTIFACTS_BUCKET", "b",
                                "TIDEMILL_CAPTURE_BUCKET", "c",
                                "TIDEMILL_FEATURES_TABLE", "d",
                                "TIDEMILL_TRACKING_TABLE", "e",
                                "TIDEMILL_REGISTRY_TABLE", "f",
                                "TIDEMILL_LIFECYCLE_TABLE", "g",
                                "TIDEMILL_EVENT_BUS", "h",
                                "TIDEMILL_CAPTURE_QUEUE_URL", "i"),
                        EnvironmentTest::names))
                .containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i");
    }

    @Test
    void read_emptyEnvironment_namesAllThatIsMissing() {
        assertThatThrownBy(() -> Environment.read(Map.of(), EnvironmentTest::names))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TIDEMILL_LAKE_BUCKET is not set: expected the lake bucket's name; ")
                .hasMessageContaining("TIDEMILL_CAPTURE_QUEUE_URL is not set");
    }

    @Test
    void optional_notSet_isTheDefault() {
        assertThat(Environment.read(Map.of(), Environment::glueCatalog)).isEmpty();
        int unset = Environment.read(Map.of(), given -> given.memoryMib(3008));
        assertThat(unset).isEqualTo(3008);
        int set = Environment.read(Map.of("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1000"), given -> given.memoryMib(3008));
        assertThat(set).isEqualTo(1000);
        assertThat(Environment.read(Map.of("TMPDIR", "/work-folder"), Environment::folder))
                .isEqualTo(Path.of("/work-folder"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"much", "511", ""})
    void memoryMib_noNumberOrTooSmall_isNamed(String size) {
        assertThatThrownBy(() -> Environment.read(
                        Map.of("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", size), given -> given.memoryMib(1024)))
                .hasMessage(
                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE is '" + size + "': expected a whole number of at least 512");
    }

    @Test
    void stateMachinePrefix_ofAnotherForm_isRefused() {
        assertThatThrownBy(() -> Environment.read(
                        Map.of("TIDEMILL_STATE_MACHINE_PREFIX", "tidemill-"), Environment::stateMachinePrefix))
                .hasMessageContainingAll("TIDEMILL_STATE_MACHINE_PREFIX", "'tidemill-'", ":stateMachine:");
    }
}
