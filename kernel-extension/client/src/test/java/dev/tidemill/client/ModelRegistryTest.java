package dev.tidemill.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.core.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of and told to the registry about one model. */
class ModelRegistryTest {
    private static final String REVIEW = """
            {"model": "m", "version": 2, "status": "%s", "origin": "trained",
             "approvals": [{"who": "ann", "why": "checked", "time": "2026-01-01T00:00:00Z"}],
             "nextStatus": {"Archived": "approve"}}""";

    private FakeApi api;
    private ModelClient model;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi();
        model = api.client().model("m");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private static String event(String id, String version) {
        return """
                {"id": "%s", "type": "AliasMoved", "model": "m", "version": %s, "alias": "champion", "who": "ann",
                 "why": "better", "request": "r", "time": "2026-01-01T00:00:00Z",
                 "before": {"model.alias.champion": "1"}, "after": {"model.alias.champion": "2"}}""".formatted(id, version);
    }

    @Test
    void aliasAt_aTime_tellsTheMove() {
        api.on("GET /v1/models/m/aliases/champion?at=2026-01-02T00%3A00%3A00Z", 200, """
                        {"model": "m", "alias": "champion", "version": 2, "at": "2026-01-02T00:00:00Z",
                         "since": "2026-01-01T00:00:00Z", "movedBy": "ann", "why": "better", "request": "r",
                         "previousVersion": 1}""")
                .on("GET /v1/models/m/aliases/champion", 200, """
                        {"model": "m", "alias": "champion", "version": 3}""");

        AliasMove then = model.aliasAt("champion", Instant.parse("2026-01-02T00:00:00Z"));

        assertThat(then)
                .isEqualTo(new AliasMove(
                        "m", "champion", 2, Instant.parse("2026-01-01T00:00:00Z"), "ann", "better", "r", 1));
        assertThat(model.aliasAt("champion", null).since()).isNull();
        assertThatThrownBy(() -> model.aliasAt("none", null)).isInstanceOf(TidemillException.class);
    }

    @Test
    void history_ofSeveralPages_isReadUpToTheLimit() {
        api.on(
                        "GET /v1/models/m/history?alias=champion&limit=3",
                        200,
                        "{\"events\": [" + event("E3", "2") + "," + event("E2", "null")
                                + "], \"nextPageToken\": \"E2\"}")
                .on(
                        "GET /v1/models/m/history?alias=champion&limit=1&pageToken=E2",
                        200,
                        "{\"events\": [" + event("E1", "1") + "], \"nextPageToken\": null}");

        assertThat(model.history(new ModelEventFilter(null, null, "champion"), 3))
                .satisfiesExactly(
                        first -> {
                            assertThat(first.version()).isEqualTo(2);
                            assertThat(first.who()).isEqualTo("ann");
                            assertThat(first.before()).containsEntry("model.alias.champion", "1");
                        },
                        second -> assertThat(second.version()).isNull(),
                        third -> assertThat(third.id()).isEqualTo("E1"));
    }

    @Test
    void card_edited_isSentWhole() {
        api.on("GET /v1/models/m/versions/2/card", 200, """
                        {"model": "m", "version": 2, "markdown": "# m", "limits": "Not for cargo."}""")
                .on("PUT /v1/models/m/versions/2/card", 200, "{\"markdown\": \"# new\"}");

        ModelCard card = model.card(2);
        ModelCard edited = model.editCard(2, card.withMarkdown("# new"), "review");

        assertThat(card.limits()).isEqualTo("Not for cargo.");
        assertThat(edited.markdown()).isEqualTo("# new");
        assertThat(api.only("PUT /v1/models/m/versions/2/card").json()).isEqualTo(Document.parse("""
                {"markdown": "# new", "intendedUse": "", "data": "", "metrics": "", "limits": "Not for cargo.",
                 "owner": "", "why": "review"}"""));
    }

    @Test
    void statusAndApproval_areSentWithTheReasonAndAKey() {
        api.on("POST /v1/models/m/versions/2/approvals", 200, REVIEW.formatted("Staging"))
                .on("POST /v1/models/m/versions/2/status", 503, "busy")
                .on("POST /v1/models/m/versions/2/status", 200, REVIEW.formatted("Production"));

        assertThat(model.approve(2, "checked").approvals())
                .singleElement()
                .satisfies(approval -> assertThat(approval.who()).isEqualTo("ann"));
        VersionReview moved = model.changeStatus(2, "Production", "go");

        assertThat(moved.status()).isEqualTo("Production");
        assertThat(moved.nextStatus()).containsEntry("Archived", "approve");
        assertThat(api.requests().getLast().json()).isEqualTo(Document.parse("""
                {"status": "Production", "why": "go"}"""));
        assertThat(api.requests().stream()
                        .filter(request -> request.target().endsWith("/status"))
                        .map(request -> request.headers().get("Idempotency-key"))
                        .distinct())
                .singleElement()
                .isNotNull();
    }

    @Test
    void version_ofAnotherWorkspace_isImportedUnderThisName() {
        api.on("POST /v1/models:import", 201, """
                        {"model": "m", "version": 4, "card": "# theirs", "manifest": {}}""")
                .on("POST /v1/models/m/versions/4:export", 200, "{\"fields\": {\"status\": \"Candidate\"}}")
                .on("PUT /v1/models/m/aliases/champion/rule", 200, "{}");

        assertThat(model.importVersion("team", "theirs", 7, "shared").version()).isEqualTo(4);
        assertThat(model.export(4).at("fields", "status").text()).isEqualTo("Candidate");
        model.guardAlias("champion", true, "policy");

        assertThat(api.only("POST /v1/models:import").json()).isEqualTo(Document.parse("""
                {"workspace": "team", "model": "theirs", "version": 7, "as": "m", "why": "shared"}"""));
        assertThat(api.only("PUT /v1/models/m/aliases/champion/rule").json()).isEqualTo(Document.parse("""
                {"demands": "trained", "why": "policy"}"""));
    }

    @Test
    void modelFile_isSentAndRegisteredWithAllThatAVersionNeeds(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("digits.onnx"), "onnx");
        api.on("POST /v1/models/m/uploads", 200, """
                        {"key": "w/default/models/uploaded/h/digits.onnx", "url": "%s/sent", "headers": {},
                         "exists": false}""".formatted(api.address()))
                .on("PUT /sent", 200, "")
                .on("POST /v1/models/m/versions", 201, """
                        {"version": 3, "origin": "imported", "imported": {"missing": {}}, "manifest": {}}""");

        ModelVersionInfo version = model.register(
                new ModelFile(
                        file,
                        "onnx",
                        List.of(Map.of("name", "image", "type", "float32")),
                        List.of(Map.of("name", "digit", "type", "int64")),
                        "https://models.example.com/d",
                        "vision@example.com"),
                "first");

        assertThat(version.version()).isEqualTo(3);
        assertThat(version.origin()).isEqualTo("imported");
        assertThat(version.missing()).isEmpty();
        assertThat(api.only("PUT /sent").body()).isEqualTo("onnx");
        String sha256 = Sha256.hex("onnx");
        assertThat(api.only("POST /v1/models/m/uploads").json()).isEqualTo(Document.parse("""
                {"filename": "digits.onnx", "size": 4, "sha256": "%s"}""".formatted(sha256)));
        assertThat(api.only("POST /v1/models/m/versions").json()).isEqualTo(Document.parse("""
                {"artifact": "w/default/models/uploaded/h/digits.onnx", "sha256": "%s", "format": "onnx",
                 "signature": {"inputs": [{"name": "image", "type": "float32"}],
                               "outputs": [{"name": "digit", "type": "int64"}]},
                 "source": "https://models.example.com/d", "owner": "vision@example.com", "description": "",
                 "tags": {}, "why": "first"}""".formatted(sha256)));
    }

    @Test
    void record_ofAnImportedVersion_tellsWhatItLacksStill() {
        api.on("POST /v1/models/m/versions/2:record", 200, """
                        {"version": 2, "origin": "imported", "manifest": {},
                         "imported": {"missing": {"sha256": "there are no files at its source"}}}""").on("PUT /v1/models/m/aliases/trial/rule", 200, "{}");

        assertThat(model.recordVersion(2, Map.of("owner", "ann"), "known").missing())
                .isEqualTo(Map.of("sha256", "there are no files at its source"));
        model.ruleAlias("trial", "recorded", "policy");

        assertThat(api.only("POST /v1/models/m/versions/2:record").json()).isEqualTo(Document.parse("""
                {"owner": "ann", "why": "known"}"""));
        assertThat(api.only("PUT /v1/models/m/aliases/trial/rule").json()).isEqualTo(Document.parse("""
                {"demands": "recorded", "why": "policy"}"""));
    }
}
