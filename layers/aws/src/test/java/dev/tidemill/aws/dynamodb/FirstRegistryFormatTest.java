package dev.tidemill.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.core.Ulid;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.registry.Registry.Change;
import dev.tidemill.core.registry.RegistryState;
import dev.tidemill.core.registry.VersionStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Models that were registered in the first format. */
class FirstRegistryFormatTest {
    private static final Workspace TEAM = new Workspace("team");
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Change CHANGE = new Change("someone", "", "corr", NOW.plusSeconds(9));

    private final String name = LocalDynamoDb.table();
    private final Table table = Table.of(LocalDynamoDb.CLIENT, name, LocalDynamoDb.BACKOFF);
    private final Registry registry =
            new DynamoDbRegistry(LocalDynamoDb.CLIENT, name, LocalDynamoDb.table(), new Ulid(), LocalDynamoDb.BACKOFF);

    @BeforeEach
    void putFirstFormat() {
        String id = new Ulid().next(NOW);
        table.put(new ItemWriter("team#delay", "model")
                .listed("team#models", "delay")
                .number("format", 1)
                .text("workspace", "team")
                .text("name", "delay")
                .text("description", "old")
                .number("latestVersion", 1)
                .texts("aliases", Map.of("champion", "1"))
                .texts("tags", Map.of())
                .instant("createdAt", NOW)
                .instant("updatedAt", NOW)
                .number("revision", 2)
                .text("lastEventId", id)
                .build());
        table.put(new ItemWriter("team#delay", "version#0000000001")
                .number("format", 1)
                .text("workspace", "team")
                .text("model", "delay")
                .number("number", 1)
                .text("executionId", "E1")
                .text("runId", "run")
                .text("bundleKey", "w/team/b")
                .text("manifest", "{}")
                .text("card", "# Card")
                .text("status", "Production")
                .texts("tags", Map.of("k", "v"))
                .instant("createdAt", NOW)
                .instant("updatedAt", NOW)
                .build());
        table.put(new ItemWriter("team#delay", "event#" + id)
                .number("format", 1)
                .text("id", id)
                .text("model", "delay")
                .text("type", "AliasMoved")
                .number("version", 1)
                .text("alias", "champion")
                .text("who", "someone")
                .text("why", "")
                .text("request", "corr")
                .instant("time", NOW)
                .text("after", "1")
                .build());
    }

    @Test
    void model_ofTheFirstFormat_isReadAndChanged() {
        ModelVersion version = registry.byAlias(TEAM, "delay", "champion").orElseThrow();
        assertThat(version.status()).isEqualTo(VersionStatus.PRODUCTION);
        assertThat(version.card().markdown()).isEqualTo("# Card");
        assertThat(version.trained()).isTrue();
        assertThat(registry.aliasAt(TEAM, "delay", "champion", NOW)).contains(1);
        assertThat(registry.aliasAt(TEAM, "delay", "champion", NOW.minusSeconds(1)))
                .isEmpty();
        registry.tagVersion(TEAM, "delay", 1, "k2", "v2", CHANGE);
        registry.deleteAlias(TEAM, "delay", "champion", CHANGE);
        assertThat(registry.aliasAt(TEAM, "delay", "champion", CHANGE.time())).isEmpty();
        registry.renameModel(TEAM, "delay", "arrival", CHANGE);
        assertThat(registry.models(TEAM)).extracting(model -> model.name()).containsExactly("arrival");
        assertThat(registry.version(TEAM, "arrival", 1).orElseThrow().tags()).containsEntry("k2", "v2");
        assertThat(registry.createModel(TEAM, "delay", "", Map.of(), CHANGE)).isTrue();
        assertThat(registry.versions(TEAM, "delay")).isEmpty();
        assertThatThrownBy(() -> registry.rebuild(TEAM, "arrival", false))
                .hasMessageContainingAll("NOT_REBUILDABLE", "format 1");
    }

    @Test
    void rebuild_ofDamagedProjection_repairsIt() {
        registry.createModel(TEAM, "sound", "", Map.of("a", "b"), CHANGE);
        registry.tagModel(TEAM, "sound", "a", "c", CHANGE);
        RegistryItems.Name bound = new RegistryNames(table).find(TEAM, "sound");
        String id = bound.bindings().current().orElseThrow();
        RegistryState state = RegistryItems.readModel(
                table.get(RegistryItems.pk(TEAM, id), RegistryItems.MODEL).orElseThrow());
        Map<String, String> damaged = new HashMap<>(state.model());
        damaged.put("tag.a", "lost");
        table.put(RegistryItems.writeModel(
                TEAM, id, new RegistryState(damaged, state.revision(), state.lastEventId(), state.lastEventTime())));
        assertThat(registry.rebuild(TEAM, "sound", false).differences())
                .containsExactly("model, tag.a: stored lost, by its events c");
        registry.rebuild(TEAM, "sound", true);
        assertThat(registry.rebuild(TEAM, "sound", false).differences()).isEmpty();
        assertThat(registry.model(TEAM, "sound").orElseThrow().tags()).containsEntry("a", "c");
    }
}
