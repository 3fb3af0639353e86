package dev.tidemill.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.registry.Registry.Change;
import dev.tidemill.core.storage.InMemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TakeVersionOverTest {
    private static final Workspace TEAM = new Workspace("team");
    private static final Workspace OTHER = new Workspace("other");
    private static final Change CHANGE = new Change("someone", "", "corr", Instant.parse("2026-03-01T10:00:00Z"));

    private final InMemoryObjectStore artifacts = new InMemoryObjectStore("artifacts");
    private final Registry registry = new InMemoryRegistry();
    private final TakeVersionOver over = new TakeVersionOver(registry, artifacts);

    @Test
    void take_version_copiesItsBundle() {
        registry.createVersion(RegistryChangesSuite.trained("E1"), CHANGE);
        assertThatThrownBy(() -> over.take(TEAM, "delay", 1, OTHER, "late", CHANGE))
                .hasMessageContaining("MISSING_ARTIFACTS");
        artifacts.write("w/team/models/delay/E1/bundle/model.bin", "m".getBytes(StandardCharsets.UTF_8), "text/plain");
        ModelVersion taken = over.take(TEAM, "delay", 1, OTHER, "late", CHANGE);
        assertThat(taken.bundleKey()).startsWith("w/other/models/imported/").endsWith("/bundle");
        assertThat(artifacts.read(taken.bundleKey() + "/model.bin")).isPresent();
        assertThat(taken.tags()).containsEntry("tidemill.importedFrom", "team/delay/1");
        assertThatThrownBy(() -> over.take(TEAM, "delay", 9, OTHER, "late", CHANGE))
                .hasMessageContaining("NO_SUCH_VERSION");
    }
}
