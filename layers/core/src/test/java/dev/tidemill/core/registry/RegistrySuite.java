package dev.tidemill.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.registry.Registry.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every registry does. */
public abstract class RegistrySuite {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.000123Z");
    private static final Workspace TEAM = new Workspace("team");
    private static final Change CHANGE = new Change("someone", "because", "corr", NOW);

    /** A registry without models. */
    protected abstract Registry registry();

    @Test
    void createModel_again_isLeft() {
        Registry registry = registry();
        assertThat(registry.createModel(TEAM, "delay", "first", Map.of("k", "v"), CHANGE))
                .isTrue();
        assertThat(registry.createModel(TEAM, "delay", "second", Map.of(), CHANGE))
                .isFalse();
        assertThat(registry.model(TEAM, "delay"))
                .contains(new RegisteredModel(TEAM, "delay", "first", 0, Map.of(), Map.of("k", "v"), NOW, NOW));
        assertThat(registry.model(Workspace.DEFAULT, "delay")).isEmpty();
    }

    @Test
    void models_workspace_byName() {
        Registry registry = registry();
        registry.createModel(TEAM, "b", "", Map.of(), CHANGE);
        registry.createModel(TEAM, "a", "", Map.of(), CHANGE);
        assertThat(registry.models(TEAM)).extracting(RegisteredModel::name).containsExactly("a", "b");
        assertThat(registry.models(Workspace.DEFAULT)).isEmpty();
    }

    @Test
    void createVersion_counts_andKeepsAll() {
        Registry registry = registry();
        ModelVersion first = registry.createVersion(draft("E1"), CHANGE);
        ModelVersion second = registry.createVersion(draft("E2"), CHANGE);
        assertThat(first.number()).isEqualTo(1);
        assertThat(second.number()).isEqualTo(2);
        assertThat(registry.version(TEAM, "delay", 1)).contains(first);
        assertThat(registry.versions(TEAM, "delay")).containsExactly(second, first);
        assertThat(registry.model(TEAM, "delay"))
                .map(RegisteredModel::latestVersion)
                .contains(2);
        assertThat(registry.version(TEAM, "delay", 3)).isEmpty();
    }

    @Test
    void createVersion_sameExecution_isTheSameVersion() {
        Registry registry = registry();
        ModelVersion first = registry.createVersion(draft("E1"), CHANGE);
        assertThat(registry.createVersion(draft("E1"), CHANGE)).isEqualTo(first);
        assertThat(registry.versions(TEAM, "delay")).hasSize(1);
    }

    @Test
    void moveAlias_moves_andTellsWhereItWas() {
        Registry registry = registry();
        registry.createVersion(draft("E1"), CHANGE);
        registry.createVersion(draft("E2"), CHANGE);
        assertThat(registry.byAlias(TEAM, "delay", "champion")).isEmpty();
        assertThat(registry.moveAlias(TEAM, "delay", "champion", 1, CHANGE)).isEmpty();
        assertThat(registry.moveAlias(TEAM, "delay", "champion", 2, CHANGE)).contains(1);
        assertThat(registry.byAlias(TEAM, "delay", "champion"))
                .map(ModelVersion::number)
                .contains(2);
        assertThat(registry.model(TEAM, "delay")).map(RegisteredModel::aliases).contains(Map.of("champion", 2));
    }

    @Test
    void moveAlias_toWhereItIs_addsNoEvent() {
        Registry registry = registry();
        registry.createVersion(draft("E1"), CHANGE);
        registry.moveAlias(TEAM, "delay", "champion", 1, CHANGE);
        int events = registry.history(TEAM, "delay").size();
        assertThat(registry.moveAlias(TEAM, "delay", "champion", 1, CHANGE)).contains(1);
        assertThat(registry.history(TEAM, "delay")).hasSize(events);
    }

    @Test
    void moveAlias_noSuchVersion_isRefused() {
        Registry registry = registry();
        registry.createVersion(draft("E1"), CHANGE);
        assertThatThrownBy(() -> registry.moveAlias(TEAM, "delay", "champion", 9, CHANGE))
                .isInstanceOf(ProblemException.class)
                .hasMessageContainingAll("NO_SUCH_VERSION", "delay", "9");
        assertThatThrownBy(() -> registry.moveAlias(TEAM, "none", "champion", 1, CHANGE))
                .hasMessageContaining("NO_SUCH_VERSION");
    }

    @Test
    void deleteAlias_existing_isGone() {
        Registry registry = registry();
        registry.createVersion(draft("E1"), CHANGE);
        registry.moveAlias(TEAM, "delay", "champion", 1, CHANGE);
        registry.deleteAlias(TEAM, "delay", "champion", CHANGE);
        registry.deleteAlias(TEAM, "delay", "champion", CHANGE);
        registry.deleteAlias(TEAM, "none", "champion", CHANGE);
        assertThat(registry.byAlias(TEAM, "delay", "champion")).isEmpty();
        assertThat(registry.model(TEAM, "delay")).map(RegisteredModel::aliases).contains(Map.of());
    }

    @Test
    void tagVersion_andStatus_areKept() {
        Registry registry = registry();
        registry.createVersion(draft("E1"), CHANGE);
        Instant later = NOW.plusSeconds(1);
        registry.tagVersion(TEAM, "delay", 1, "k", "v", new Change("someone", "", "corr", later));
        registry.changeStatus(TEAM, "delay", 1, VersionStatus.PRODUCTION, new Change("someone", "", "corr", later));
        ModelVersion version = registry.version(TEAM, "delay", 1).orElseThrow();
        assertThat(version.tags()).containsEntry("k", "v").containsEntry("origin", "trained");
        assertThat(version.status()).isEqualTo(VersionStatus.PRODUCTION);
        assertThat(version.updatedAt()).isEqualTo(later);
        assertThatThrownBy(() -> registry.changeStatus(TEAM, "delay", 2, VersionStatus.PRODUCTION, CHANGE))
                .hasMessageContaining("NO_SUCH_VERSION");
    }

    @Test
    void history_changes_inOrderWithStateBefore() {
        Registry registry = registry();
        registry.createVersion(draft("E1"), CHANGE);
        registry.createVersion(draft("E2"), CHANGE);
        registry.moveAlias(TEAM, "delay", "champion", 1, CHANGE);
        registry.moveAlias(TEAM, "delay", "champion", 2, CHANGE);
        registry.changeStatus(TEAM, "delay", 2, VersionStatus.PRODUCTION, CHANGE);
        registry.deleteAlias(TEAM, "delay", "champion", CHANGE);
        List<RegistryEvent> history = registry.history(TEAM, "delay");
        assertThat(history)
                .extracting(RegistryEvent::type)
                .containsExactly(
                        "ModelCreated",
                        "VersionCreated",
                        "VersionCreated",
                        "AliasMoved",
                        "AliasMoved",
                        "StatusChanged",
                        "AliasDeleted");
        RegistryEvent moved = history.get(4);
        assertThat(moved.alias()).isEqualTo("champion");
        assertThat(moved.version()).isEqualTo(2);
        assertThat(moved.before()).isEqualTo(Map.of("model.alias.champion", "1"));
        assertThat(moved.after()).isEqualTo(Map.of("model.alias.champion", "2"));
        assertThat(moved.aliases()).isEqualTo(Map.of("champion", 2));
        assertThat(moved.who()).isEqualTo("someone");
        assertThat(moved.time()).isEqualTo(NOW);
        assertThat(history.getFirst().before()).isEmpty();
        assertThat(registry.history(TEAM, "none")).isEmpty();
    }

    @Test
    void moveAlias_concurrently_eachMoveSeesTheOneBefore() throws Exception {
        Registry registry = registry();
        registry.createVersion(draft("E1"), CHANGE);
        registry.createVersion(draft("E2"), CHANGE);
        List<Future<Void>> moves = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 40; i++) {
                int number = i % 2 + 1;
                moves.add(threads.submit(() -> {
                    registry.moveAlias(TEAM, "delay", "champion", number, CHANGE);
                    return null;
                }));
            }
        }
        for (Future<Void> move : moves) {
            move.get();
        }
        String before = null;
        for (RegistryEvent event : registry.history(TEAM, "delay")) {
            if (event.type().equals("AliasMoved")) {
                assertThat(event.before().get("model.alias.champion")).isEqualTo(before);
                before = event.after().get("model.alias.champion");
            }
        }
        assertThat(registry.byAlias(TEAM, "delay", "champion"))
                .map(version -> Integer.toString(version.number()))
                .hasValue(before);
    }

    @Test
    void createVersion_concurrently_numbersAreUnique() throws Exception {
        Registry registry = registry();
        List<Future<Integer>> numbers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 12; i++) {
                String execution = "E" + i / 2;
                numbers.add(threads.submit(
                        () -> registry.createVersion(draft(execution), CHANGE).number()));
            }
        }
        List<Integer> got = new ArrayList<>();
        for (Future<Integer> number : numbers) {
            got.add(number.get());
        }
        assertThat(got.stream().distinct()).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
    }

    private static ModelVersion draft(String execution) {
        return new ModelVersion(
                TEAM,
                "delay",
                0,
                execution,
                "0123456789abcdef0123456789abcdef",
                "w/team/models/delay/" + execution + "/bundle",
                "{\"decision\":\"pass\"}",
                "# Card",
                "Candidate",
                Map.of("origin", "trained"),
                NOW,
                NOW,
                null);
    }
}
