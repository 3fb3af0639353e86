package dev.tidemill.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.Role;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.registry.Registry.Change;
import dev.tidemill.core.registry.Registry.HistoryPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every registry does with names, statuses, approvals, cards and what was once. */
public abstract class RegistryChangesSuite {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.000123Z");
    private static final Workspace TEAM = new Workspace("team");
    private static final Change AUTHOR = new Change("author", "because", "corr", NOW);
    private static final Change OTHER = new Change("other", "looks right", "corr", NOW.plusSeconds(1));

    /** A registry without models. */
    protected abstract Registry registry();

    /** How many random histories are made. */
    protected abstract int histories();

    @Test
    void aliasAt_randomHistories_isWhatItWas() {
        Registry registry = registry();
        for (int i = 0; i < histories(); i++) {
            new RandomHistory(i, registry, new Workspace("w" + i)).run(12 + i % 30);
        }
    }

    @Test
    void rename_model_keepsEverythingUnderTheNewName() {
        Registry registry = registry();
        version(registry, "delay", "author");
        registry.moveAlias(TEAM, "delay", "champion", 1, AUTHOR);
        registry.renameModel(TEAM, "delay", "arrival", OTHER);
        assertThat(registry.model(TEAM, "delay")).isEmpty();
        assertThat(registry.models(TEAM)).extracting(RegisteredModel::name).containsExactly("arrival");
        assertThat(registry.byAlias(TEAM, "arrival", "champion"))
                .map(ModelVersion::model)
                .contains("arrival");
        assertThat(registry.version(TEAM, "arrival", 1))
                .map(ModelVersion::updatedAt)
                .contains(OTHER.time());
        assertThat(registry.aliasAt(TEAM, "delay", "champion", NOW)).contains(1);
        assertThat(registry.aliasAt(TEAM, "delay", "champion", OTHER.time())).isEmpty();
        assertThat(registry.aliasAt(TEAM, "arrival", "champion", NOW)).contains(1);
        assertThat(registry.history(TEAM, "delay")).isEqualTo(registry.history(TEAM, "arrival"));
        version(registry, "delay", "author");
        assertThatThrownBy(() -> registry.renameModel(TEAM, "delay", "arrival", OTHER))
                .hasMessageContainingAll("MODEL_EXISTS", "arrival");
        assertThatThrownBy(() -> registry.renameModel(TEAM, "none", "other", OTHER))
                .hasMessageContaining("NO_SUCH_MODEL");
    }

    @Test
    void deleteModel_andCreateAgain_isAnotherModel() {
        Registry registry = registry();
        version(registry, "delay", "author");
        registry.moveAlias(TEAM, "delay", "champion", 1, AUTHOR);
        registry.deleteModel(TEAM, "delay", OTHER);
        assertThat(registry.models(TEAM)).isEmpty();
        assertThat(registry.version(TEAM, "delay", 1)).isEmpty();
        assertThat(registry.versions(TEAM, "delay")).isEmpty();
        assertThat(registry.aliasAt(TEAM, "delay", "champion", NOW)).contains(1);
        assertThat(registry.history(TEAM, "delay").getLast().type()).isEqualTo("ModelDeleted");
        assertThat(registry.createModel(TEAM, "delay", "again", Map.of(), OTHER))
                .isTrue();
        assertThat(registry.model(TEAM, "delay").orElseThrow().latestVersion()).isZero();
        assertThat(registry.aliasAt(TEAM, "delay", "champion", NOW)).contains(1);
        assertThat(registry.aliasAt(TEAM, "delay", "champion", OTHER.time())).isEmpty();
    }

    @Test
    void deleteVersion_redactsAndDropsAliases_butNumbersGoOn() {
        Registry registry = registry();
        version(registry, "delay", "author");
        registry.moveAlias(TEAM, "delay", "champion", 1, AUTHOR);
        registry.moveAlias(TEAM, "delay", "other", 1, AUTHOR);
        registry.deleteVersion(TEAM, "delay", 1, OTHER);
        assertThat(registry.version(TEAM, "delay", 1)).isEmpty();
        assertThat(registry.model(TEAM, "delay").orElseThrow().aliases()).isEmpty();
        RegistryEvent deleted = registry.history(TEAM, "delay").getLast();
        assertThat(deleted.before())
                .containsEntry("version.source", "s3://elsewhere/model")
                .containsEntry("model.alias.champion", "1");
        assertThat(deleted.after()).doesNotContainKey("version.source").containsKey("version.deletedAt");
        assertThatThrownBy(() -> registry.tagVersion(TEAM, "delay", 1, "k", "v", OTHER))
                .hasMessageContaining("NO_SUCH_VERSION");
        assertThat(version(registry, "delay", "author").number()).isEqualTo(2);
        assertThat(registry.rebuild(TEAM, "delay", false).differences()).isEmpty();
    }

    @Test
    void changeStatus_followsTheTable() {
        Registry registry = registry();
        version(registry, "delay", null);
        registry.changeStatus(TEAM, "delay", 1, VersionStatus.REJECTED, OTHER);
        assertThatThrownBy(() -> registry.changeStatus(TEAM, "delay", 1, VersionStatus.PRODUCTION, OTHER))
                .isInstanceOf(ProblemException.class)
                .hasMessageContainingAll("NO_SUCH_TRANSITION", "Rejected", "Production");
        registry.changeStatus(TEAM, "delay", 1, VersionStatus.DRAFT, OTHER);
        assertThatThrownBy(() ->
                        registry.changeStatus(TEAM, "delay", 1, VersionStatus.REJECTED, OTHER.as(Role.CONTRIBUTE)))
                .hasMessageContainingAll("ROLE_NEEDED", "approve", "contribute");
        registry.changeStatus(TEAM, "delay", 1, VersionStatus.CANDIDATE, OTHER.as(Role.CONTRIBUTE));
        assertThat(registry.version(TEAM, "delay", 1)).map(ModelVersion::status).contains(VersionStatus.CANDIDATE);
        for (VersionStatus from : VersionStatus.values()) {
            from.next().forEach((to, role) -> assertThat(from.needed(to)).contains(role));
        }
    }

    @Test
    void production_ofOwnVersion_needsAnothersApproval() {
        Registry registry = registry();
        version(registry, "delay", "author");
        assertThatThrownBy(() -> registry.changeStatus(TEAM, "delay", 1, VersionStatus.PRODUCTION, AUTHOR))
                .hasMessageContainingAll("APPROVAL_NEEDED", "author");
        assertThatThrownBy(() -> registry.approve(TEAM, "delay", 1, AUTHOR)).hasMessageContaining("OWN_VERSION");
        assertThatThrownBy(() -> registry.approve(TEAM, "delay", 1, OTHER.as(Role.CONTRIBUTE)))
                .hasMessageContaining("ROLE_NEEDED");
        registry.approve(TEAM, "delay", 1, OTHER);
        registry.approve(TEAM, "delay", 1, OTHER);
        registry.changeStatus(TEAM, "delay", 1, VersionStatus.PRODUCTION, AUTHOR);
        assertThat(registry.version(TEAM, "delay", 1).orElseThrow().approvals())
                .containsExactly(new Approval("other", "looks right", OTHER.time()));
        // Another's move is an approval; where nobody is told apart no two people can be asked for.
        version(registry, "delay", "author");
        registry.changeStatus(TEAM, "delay", 2, VersionStatus.PRODUCTION, OTHER);
        assertThat(registry.history(TEAM, "delay").reversed())
                .extracting(RegistryEvent::type)
                .startsWith("StatusChanged", "ApprovalGiven");
        version(registry, "delay", "anonymous");
        registry.changeStatus(TEAM, "delay", 3, VersionStatus.PRODUCTION, new Change("anonymous", "", "corr", NOW));
    }

    @Test
    void moveAlias_guarded_takesTrainedVersionsAndAnApprover() {
        Registry registry = registry();
        version(registry, "delay", "author");
        registry.ruleAlias(TEAM, "delay", "champion", AliasRule.TRAINED, AUTHOR);
        assertThat(registry.model(TEAM, "delay").orElseThrow().guardedAliases()).containsExactly("champion");
        assertThatThrownBy(() -> registry.moveAlias(TEAM, "delay", "champion", 1, OTHER))
                .hasMessageContainingAll("TRAINED_VERSION_NEEDED", "champion", "imported");
        registry.moveAlias(TEAM, "delay", "challenger", 1, AUTHOR);
        registry.createVersion(trained("E1"), AUTHOR);
        assertThatThrownBy(() -> registry.moveAlias(TEAM, "delay", "champion", 2, OTHER.as(Role.CONTRIBUTE)))
                .hasMessageContaining("ROLE_NEEDED");
        registry.moveAlias(TEAM, "delay", "champion", 2, OTHER);
        assertThatThrownBy(() -> registry.deleteAlias(TEAM, "delay", "champion", OTHER.as(Role.CONTRIBUTE)))
                .hasMessageContaining("ROLE_NEEDED");
    }

    @Test
    void promote_champion_isOneChange() {
        Registry registry = registry();
        registry.createVersion(trained("E1"), AUTHOR);
        registry.createVersion(trained("E2"), AUTHOR);
        assertThat(registry.promote(TEAM, "delay", "champion", 1, OTHER)).isEmpty();
        assertThat(registry.promote(TEAM, "delay", "champion", 2, OTHER)).contains(1);
        int events = registry.history(TEAM, "delay").size();
        assertThat(registry.promote(TEAM, "delay", "champion", 2, OTHER)).contains(2);
        assertThat(registry.history(TEAM, "delay")).hasSize(events);
        assertThat(registry.versions(TEAM, "delay"))
                .extracting(ModelVersion::status)
                .containsExactly(VersionStatus.PRODUCTION, VersionStatus.ARCHIVED);
        registry.replaceStatus(TEAM, "delay", 1, VersionStatus.PRODUCTION, OTHER);
        assertThat(registry.versions(TEAM, "delay"))
                .extracting(ModelVersion::status)
                .containsExactly(VersionStatus.ARCHIVED, VersionStatus.PRODUCTION);
    }

    @Test
    void editCard_keepsWhatItWas() {
        Registry registry = registry();
        version(registry, "delay", "author");
        ModelCard first = new ModelCard("# Card", "late flights", "2013", "| auc |", "one airport", "ops");
        registry.editCard(TEAM, "delay", 1, first, AUTHOR);
        registry.editCard(TEAM, "delay", 1, new ModelCard("# New", "", "2013", "", "", "ops"), OTHER);
        registry.editCard(TEAM, "delay", 1, new ModelCard("# New", "", "2013", "", "", "ops"), OTHER);
        assertThat(registry.version(TEAM, "delay", 1).orElseThrow().card().markdown())
                .isEqualTo("# New");
        List<RegistryEvent> edits = registry.history(TEAM, "delay").stream()
                .filter(event -> event.type().equals("CardEdited"))
                .toList();
        assertThat(edits).hasSize(2);
        assertThat(edits.getLast().before()).containsEntry("version.card.intendedUse", "late flights");
        assertThat(edits.getLast().after()).doesNotContainKey("version.card.intendedUse");
    }

    @Test
    void history_byPages_isNewestFirst() {
        Registry registry = registry();
        version(registry, "delay", "author");
        for (int i = 0; i < 7; i++) {
            registry.tagModel(TEAM, "delay", "k", "v" + i, AUTHOR);
        }
        List<RegistryEvent> all = new ArrayList<>();
        HistoryPage page = registry.history(TEAM, "delay", 3, null);
        while (page.next() != null) {
            assertThat(page.events()).hasSize(3);
            all.addAll(page.events());
            page = registry.history(TEAM, "delay", 3, page.next());
        }
        all.addAll(page.events());
        assertThat(all).isEqualTo(registry.history(TEAM, "delay").reversed());
        assertThat(registry.history(TEAM, "none", 3, null).events()).isEmpty();
    }

    @Test
    void importVersion_takesTheHistoryOver() {
        Registry registry = registry();
        registry.createVersion(trained("E1"), AUTHOR);
        registry.promote(TEAM, "delay", "champion", 1, OTHER);
        VersionExport exported = registry.export(TEAM, "delay", 1);
        Workspace elsewhere = new Workspace("elsewhere");
        ModelVersion imported = registry.importVersion(elsewhere, "lateness", exported, "w/elsewhere/b", OTHER);
        assertThat(imported.number()).isEqualTo(1);
        assertThat(imported.trained()).isTrue();
        assertThat(imported.bundleKey()).isEqualTo("w/elsewhere/b");
        assertThat(imported.status()).isEqualTo(VersionStatus.CANDIDATE);
        assertThat(imported.approvals()).isEmpty();
        assertThat(registry.history(elsewhere, "lateness"))
                .extracting(event -> event.after().getOrDefault("source.type", event.type()))
                .containsExactly(
                        "ModelCreated",
                        "VersionImported",
                        "VersionCreated",
                        "ApprovalGiven",
                        "StatusChanged",
                        "AliasMoved");
        assertThat(registry.rebuild(elsewhere, "lateness", false).differences()).isEmpty();
    }

    @Test
    void tags_unchanged_addNoEvent() {
        Registry registry = registry();
        version(registry, "delay", "author");
        registry.tagModel(TEAM, "delay", "k", "", AUTHOR);
        registry.tagVersion(TEAM, "delay", 1, "k", "", AUTHOR);
        int events = registry.history(TEAM, "delay").size();
        registry.tagModel(TEAM, "delay", "k", "", OTHER);
        registry.tagModel(TEAM, "delay", "none", null, OTHER);
        registry.tagVersion(TEAM, "delay", 1, "k", "", OTHER);
        registry.tagVersion(TEAM, "delay", 1, "none", null, OTHER);
        assertThat(registry.history(TEAM, "delay")).hasSize(events);
        assertThat(registry.model(TEAM, "delay").orElseThrow().tags()).containsEntry("k", "");
        assertThat(registry.version(TEAM, "delay", 1).orElseThrow().updatedAt()).isEqualTo(NOW);
        String large = "x".repeat(100_000);
        for (int i = 0; i < 3; i++) {
            registry.tagVersion(TEAM, "delay", 1, "large" + i, large, OTHER);
        }
        assertThatThrownBy(() -> registry.tagVersion(TEAM, "delay", 1, "large3", large, OTHER))
                .hasMessageContaining("RECORD_TOO_LARGE");
    }

    static ModelVersion version(Registry registry, String model, @Nullable String author) {
        return registry.createVersion(
                new ModelVersion(
                        TEAM,
                        model,
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
                        author,
                        Origin.imported("s3://elsewhere/model"),
                        "",
                        List.of()),
                AUTHOR);
    }

    static ModelVersion trained(String execution) {
        return new ModelVersion(
                TEAM,
                "delay",
                0,
                execution,
                "run",
                "w/team/models/delay/" + execution + "/bundle",
                "{}",
                "# Card",
                "Candidate",
                Map.of("tidemill.project", "flights"),
                NOW,
                NOW,
                "execution/" + execution);
    }
}
