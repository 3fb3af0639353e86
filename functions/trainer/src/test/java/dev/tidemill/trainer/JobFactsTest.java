package dev.tidemill.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JobFactsTest {
    @Test
    void environment_always_namesThePinnedVersions() {
        var environment = new JobFacts("job-1", "none").environment();

        assertThat(environment.libraries())
                .containsOnlyKeys("arrow", "duckdb", "tidemill", "tribuo", "xgboost4j")
                .allSatisfy((library, version) -> assertThat(version).matches("\\d+\\.\\d+.*"));
        assertThat(environment.cpu()).isNotBlank();
    }
}
