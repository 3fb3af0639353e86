package dev.tidemill.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.registry.Registry.Change;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every registry does with versions that were made elsewhere, and with the rules of aliases. */
public abstract class ImportedVersionsSuite {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.000123Z");
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final Workspace TEAM = new Workspace("team");
    private static final Change AUTHOR = new Change("author", "because", "corr", NOW);
    private static final Change OTHER = new Change("other", "looks right", "corr", LATER);
    private static final Origin.Imported BARE = (Origin.Imported) Origin.imported("runs:/r/model");
    private static final Origin.Imported WHOLE = new Origin.Imported(
            "s3://bucket/m", "", "", "", "{}", "a".repeat(64), "team@example.com", Map.of("flavors", "onnx"));

    /** A registry without models. */
    protected abstract Registry registry();

    private static int imported(Registry registry, Origin.Imported origin) {
        ModelVersion draft = new ModelVersion(
                TEAM,
                "delay",
                0,
                "",
                "",
                "",
                "{}",
                ModelCard.EMPTY,
                VersionStatus.CANDIDATE,
                Map.of(),
                NOW,
                NOW,
                "author",
                origin,
                "",
                List.of());
        return registry.createVersion(draft, AUTHOR).number();
    }

    private static ModelVersion stored(Registry registry, int number) {
        return registry.version(TEAM, "delay", number).orElseThrow();
    }

    @Test
    void version_imported_keepsItsRecordAndTellsWhatItLacks() {
        Registry registry = registry();
        imported(registry, WHOLE);
        imported(registry, BARE);
        assertThat(stored(registry, 1).origin()).isEqualTo(WHOLE);
        assertThat(stored(registry, 1).missing()).isEmpty();
        assertThat(stored(registry, 2).missing()).containsOnlyKeys("signature", "sha256", "owner");
        assertThat(registry.history(TEAM, "delay").get(1).after())
                .containsEntry("version.origin", "imported")
                .containsEntry("version.fact.flavors", "onnx");
    }

    @Test
    void missing_withAReason_tellsIt() {
        Origin.Imported large = new Origin.Imported(
                "s3://b/m", "", "", "", "{}", Origin.NOT_RECORDED, "me", Map.of("why.sha256", "too large"));
        assertThat(large.missing()).isEqualTo(Map.of("sha256", "too large"));
    }

    @Test
    void moveAlias_thatDemandsARecord_refusesWhatLacksIt() {
        Registry registry = registry();
        imported(registry, BARE);
        imported(registry, WHOLE);
        registry.moveAlias(TEAM, "delay", "champion", 1, OTHER);
        registry.ruleAlias(TEAM, "delay", "champion", AliasRule.RECORDED, OTHER);
        registry.moveAlias(TEAM, "delay", "champion", 2, OTHER);
        assertThatThrownBy(() -> registry.moveAlias(TEAM, "delay", "champion", 1, OTHER))
                .hasMessageContainingAll("INCOMPLETE_VERSION", "champion", "signature, sha256, owner");
        registry.ruleAlias(TEAM, "delay", "champion", null, OTHER);
        registry.moveAlias(TEAM, "delay", "champion", 1, OTHER);
    }

    @Test
    void ruleAlias_leavesOtherRules_andSaysNothingTwice() {
        Registry registry = registry();
        imported(registry, BARE);
        registry.ruleAlias(TEAM, "delay", "champion", AliasRule.TRAINED, OTHER);
        registry.ruleAlias(TEAM, "delay", "trial", AliasRule.RECORDED, OTHER);
        int events = registry.history(TEAM, "delay").size();
        registry.ruleAlias(TEAM, "delay", "trial", AliasRule.RECORDED, OTHER);
        registry.ruleAlias(TEAM, "delay", "free", null, OTHER);
        assertThat(registry.history(TEAM, "delay")).hasSize(events);
        assertThat(registry.model(TEAM, "delay").orElseThrow().rules())
                .isEqualTo(Map.of("champion", AliasRule.TRAINED, "trial", AliasRule.RECORDED));
    }

    @Test
    void changeStatus_ofAModelWithARule_keepsWhatLacksARecordOutOfService() {
        Registry registry = registry();
        imported(registry, BARE);
        registry.changeStatus(TEAM, "delay", 1, VersionStatus.STAGING, OTHER);
        registry.changeStatus(TEAM, "delay", 1, VersionStatus.CANDIDATE, OTHER);
        registry.ruleAlias(TEAM, "delay", "trial", AliasRule.RECORDED, OTHER);
        assertThatThrownBy(() -> registry.changeStatus(TEAM, "delay", 1, VersionStatus.STAGING, OTHER))
                .hasMessageContainingAll("INCOMPLETE_VERSION", "Staging", "signature, sha256, owner");
        assertThatThrownBy(() -> registry.replaceStatus(TEAM, "delay", 1, VersionStatus.PRODUCTION, OTHER))
                .hasMessageContaining("INCOMPLETE_VERSION");
        registry.changeStatus(TEAM, "delay", 1, VersionStatus.ARCHIVED, OTHER);
    }

    @Test
    void recordVersion_fillsWhatLacks_andChangesNothingElse() {
        Registry registry = registry();
        imported(
                registry,
                new Origin.Imported(
                        "s3://b/m",
                        "",
                        "",
                        "",
                        "{}",
                        Origin.NOT_RECORDED,
                        Origin.NOT_RECORDED,
                        Map.of("why.sha256", "there are no files at its source")));
        Map<String, String> known =
                Map.of("signature", "{\"inputs\":[]}", "sha256", "b".repeat(64), "owner", "me", "fact.files", "3");
        registry.recordVersion(TEAM, "delay", 1, known, OTHER);
        Origin.Imported origin = (Origin.Imported) stored(registry, 1).origin();
        assertThat(origin.signature()).isEqualTo("{}");
        assertThat(origin.sha256()).isEqualTo("b".repeat(64));
        assertThat(origin.owner()).isEqualTo("me");
        assertThat(origin.facts()).isEqualTo(Map.of("files", "3"));
        assertThat(origin.missing()).isEmpty();
        int events = registry.history(TEAM, "delay").size();
        registry.recordVersion(TEAM, "delay", 1, Map.of("owner", "someone else"), OTHER);
        assertThat(registry.history(TEAM, "delay")).hasSize(events);
        registry.createVersion(RegistryChangesSuite.trained("E1"), AUTHOR);
        registry.recordVersion(TEAM, "delay", 2, known, OTHER);
        assertThat(registry.history(TEAM, "delay")).hasSize(events + 1);
        assertThat(registry.rebuild(TEAM, "delay", false).differences()).isEmpty();
    }

    @Test
    void aliasesSince_areThoseOfTheLastMove() {
        Registry registry = registry();
        imported(registry, BARE);
        imported(registry, WHOLE);
        registry.moveAlias(TEAM, "delay", "champion", 1, AUTHOR);
        registry.moveAlias(TEAM, "delay", "champion", 2, OTHER);
        registry.moveAlias(TEAM, "delay", "trial", 1, AUTHOR);
        // A clock that lags does not make the history run backward.
        assertThat(registry.model(TEAM, "delay").orElseThrow().aliasesSince())
                .isEqualTo(Map.of("champion", LATER, "trial", LATER));
        registry.deleteVersion(TEAM, "delay", 2, OTHER);
        assertThat(registry.model(TEAM, "delay").orElseThrow().aliasesSince()).containsOnlyKeys("trial");
        registry.deleteAlias(TEAM, "delay", "trial", OTHER);
        assertThat(registry.model(TEAM, "delay").orElseThrow().aliasesSince()).isEmpty();
        assertThat(registry.rebuild(TEAM, "delay", false).differences()).isEmpty();
    }

    @Test
    void importVersion_withALongHistory_takesAllOfItOver() {
        Registry registry = registry();
        registry.createVersion(RegistryChangesSuite.trained("E1"), AUTHOR);
        for (int i = 0; i < 120; i++) {
            registry.tagVersion(TEAM, "delay", 1, "k", "v" + i + "x".repeat(1000), AUTHOR);
        }
        VersionExport exported = registry.export(TEAM, "delay", 1);
        assertThat(exported.events()).hasSize(121);
        Workspace elsewhere = new Workspace("elsewhere");
        registry.importVersion(elsewhere, "delay", exported, "w/elsewhere/b", OTHER);
        List<String> types = registry.history(elsewhere, "delay").stream()
                .flatMap(event -> RegistryFields.below(event.after(), "source.").entrySet().stream())
                .filter(field -> field.getKey().matches("[0-9]{4}[.]type"))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(types).hasSize(121).containsOnlyOnce("VersionCreated").contains("TagSet");
        assertThat(registry.rebuild(elsewhere, "delay", false).differences()).isEmpty();
    }
}
