package dev.tidemill.lifecycleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.lambda.HttpRequest;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.Caller;
import dev.tidemill.core.access.Role;
import dev.tidemill.core.registry.Registry.Change;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryRoutesTest {
    private static final String MODEL = "/v1/models/parcel-delay";
    private static final Caller AUTHOR = new Caller("test", Role.APPROVE, Workspace.DEFAULT);
    private static final Caller APPROVER = new Caller("ann", Role.APPROVE, Workspace.DEFAULT);
    private static final Caller CONTRIBUTOR = new Caller("bob", Role.CONTRIBUTE, Workspace.DEFAULT);

    private final World world = new World();

    @BeforeEach
    void register() {
        world.register("01ARZ3NDEKTSV4RRFFQ69G5FAV");
        world.register("01ARZ3NDEKTSV4RRFFQ69G5FAW");
    }

    private record Told(int status, JsonNode body) {
        String code() {
            return body.path("error").path("code").asText();
        }

        JsonNode detail() {
            return body.path("error").path("details").path(0);
        }
    }

    private Told call(Caller caller, String method, String path, Object body) {
        return call(caller, method, path, body, Map.of());
    }

    private Told call(Caller caller, String method, String path, Object body, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("content-type", "application/json");
        HttpResponse response = LifecycleApi.door(world.ports, World.PREFIX, "1.2.3")
                .apply(new HttpRequest(
                        method,
                        path,
                        Map.of(),
                        headers,
                        Json.write(body).getBytes(StandardCharsets.UTF_8),
                        "req-7",
                        caller));
        return new Told(response.status(), Json.parse(new String(response.body(), StandardCharsets.UTF_8)));
    }

    private void move(int version, Duration later, String who, String why) {
        Instant time = World.NOW.plus(later);
        world.registry.moveAlias(
                Workspace.DEFAULT, "parcel-delay", "champion", version, new Change(who, why, "req-" + version, time));
        world.at(time);
    }

    @Test
    void alias_atATime_tellsVersionAndWhoMovedItWhy() {
        move(1, Duration.ofHours(1), "ann", "first");
        move(2, Duration.ofHours(2), "bob", "better by 5 %");

        JsonNode then =
                world.get(MODEL + "/aliases/champion?at=2026-03-01T11:30:00Z").body();
        assertThat(then.path("version").asInt()).isEqualTo(1);
        assertThat(then.path("since").asText()).isEqualTo("2026-03-01T11:00:00Z");
        assertThat(then.path("movedBy").asText()).isEqualTo("ann");
        assertThat(then.path("why").asText()).isEqualTo("first");
        assertThat(then.path("previousVersion").isNull()).isTrue();
        JsonNode onTheDot =
                world.get(MODEL + "/aliases/champion?at=2026-03-01T12:00:00Z").body();
        assertThat(onTheDot.path("version").asInt()).isEqualTo(2);
        JsonNode now = world.get(MODEL + "/aliases/champion").body();
        assertThat(now.path("version").asInt()).isEqualTo(2);
        assertThat(now.path("movedBy").asText()).isEqualTo("bob");
        assertThat(now.path("request").asText()).isEqualTo("req-2");
        assertThat(now.path("previousVersion").asInt()).isEqualTo(1);
        assertThat(now.path("executionId").asText()).isEqualTo("01ARZ3NDEKTSV4RRFFQ69G5FAW");
    }

    @Test
    void alias_movedLongAgo_tellsSinceWhen() {
        move(1, Duration.ofHours(1), "ann", "first");
        Change change = new Change("bob", "", "req", World.NOW.plus(Duration.ofHours(2)));
        for (int i = 0; i < 450; i++) {
            world.registry.tagModel(Workspace.DEFAULT, "parcel-delay", "k", "v" + i, change);
        }
        world.at(World.NOW.plus(Duration.ofHours(3)));

        JsonNode now = world.get(MODEL + "/aliases/champion").body();

        assertThat(now.path("since").asText()).isEqualTo("2026-03-01T11:00:00Z");
        assertThat(now.path("movedBy").asText()).isEqualTo("ann");
        JsonNode then =
                world.get(MODEL + "/aliases/champion?at=2026-03-01T12:30:00Z").body();
        assertThat(then.path("since").asText()).isEqualTo("2026-03-01T11:00:00Z");
    }

    @Test
    void alias_atATimeWithoutIt_is404AndABadTimeIs400() {
        move(1, Duration.ofHours(1), "ann", "");

        World.Answer before = world.get(MODEL + "/aliases/champion?at=2026-03-01T10:59:59Z");
        assertThat(before.status()).isEqualTo(404);
        assertThat(before.code()).isEqualTo("NO_SUCH_ALIAS");
        assertThat(world.get("/v1/models/none/aliases/champion?at=2026-03-01T10:59:59Z")
                        .code())
                .isEqualTo("NO_SUCH_MODEL");
        World.Answer bad = world.get(MODEL + "/aliases/champion?at=yesterday");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.details().path(0).path("place").asText()).isEqualTo("query at");
        assertThat(bad.details().path(0).path("value").asText()).isEqualTo("yesterday");
        assertThat(bad.details().path(0).path("expected").asText()).contains("2013-07-01T04:00:00Z");
    }

    @Test
    void alias_ofADeletedModel_isStillKnownForItsTime() {
        move(1, Duration.ofHours(1), "ann", "");
        world.registry.deleteModel(
                Workspace.DEFAULT, "parcel-delay", new Change("ann", "", "r", World.NOW.plus(Duration.ofHours(3))));
        world.at(World.NOW.plus(Duration.ofHours(4)));

        assertThat(world.get(MODEL + "/aliases/champion?at=2026-03-01T12:00:00Z")
                        .body()
                        .path("movedBy")
                        .asText())
                .isEqualTo("ann");
        assertThat(world.get(MODEL + "/aliases/champion").code()).isEqualTo("NO_SUCH_MODEL");
        assertThat(world.get(MODEL + "/history?limit=1")
                        .body()
                        .path("events")
                        .path(0)
                        .path("type")
                        .asText())
                .isEqualTo("ModelDeleted");
    }

    @Test
    void history_byPages_tellsEveryEventOnceNewestFirst() {
        move(1, Duration.ofHours(1), "ann", "first");
        move(2, Duration.ofHours(2), "bob", "second");

        List<String> ids = new ArrayList<>();
        String path = MODEL + "/history?limit=2";
        String token = "";
        while (!token.equals("null")) {
            JsonNode page = world.get(token.isEmpty() ? path : path + "&pageToken=" + token)
                    .body();
            page.path("events").forEach(event -> ids.add(event.path("id").asText()));
            token = page.path("nextPageToken").asText();
        }

        assertThat(ids)
                .containsExactlyElementsOf(world.registry.history(Workspace.DEFAULT, "parcel-delay").reversed().stream()
                        .map(event -> event.id())
                        .toList())
                .hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void history_filtered_hasOnlyWhatIsAsked() {
        move(1, Duration.ofHours(1), "ann", "first");
        move(2, Duration.ofHours(2), "bob", "second");

        JsonNode moves =
                world.get(MODEL + "/history?alias=champion&limit=1").body().path("events");
        assertThat(moves).hasSize(1);
        assertThat(moves.path(0).path("why").asText()).isEqualTo("second");
        assertThat(moves.path(0).path("before").path("model.alias.champion").asText())
                .isEqualTo("1");
        assertThat(moves.path(0).path("after").path("model.alias.champion").asText())
                .isEqualTo("2");
        assertThat(world.get(MODEL + "/history?type=AliasMoved&version=1")
                        .body()
                        .path("events"))
                .singleElement()
                .satisfies(event -> assertThat(event.path("who").asText()).isEqualTo("ann"));
        World.Answer wrong = world.get(MODEL + "/history?type=AliasMove");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.details().path(0).path("expected").asText()).contains("did you mean 'AliasMoved'?");
        assertThat(world.get(MODEL + "/history?pageToken=3")
                        .details()
                        .path(0)
                        .path("place")
                        .asText())
                .isEqualTo("query pageToken");
        assertThat(world.get("/v1/models/none/history").status()).isEqualTo(404);
    }

    @Test
    void card_edited_isReplacedAndItsPastKept() {
        Map<String, String> card = Map.of("markdown", "# New", "limits", "Not for cargo.", "why", "review");
        Told edited = call(CONTRIBUTOR, "PUT", MODEL + "/versions/1/card", card);
        Told again = call(CONTRIBUTOR, "PUT", MODEL + "/versions/1/card", card);

        assertThat(edited.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(edited.body());
        assertThat(world.get(MODEL + "/versions/1/card").body().path("limits").asText())
                .isEqualTo("Not for cargo.");
        JsonNode events =
                world.get(MODEL + "/history?type=CardEdited&version=1").body().path("events");
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.path("who").asText()).isEqualTo("bob");
            assertThat(event.path("why").asText()).isEqualTo("review");
            assertThat(event.path("request").asText()).isEqualTo("req-7");
            assertThat(event.path("before").path("version.card.markdown").asText())
                    .isEqualTo("# Card");
        });
        Told wrong = call(CONTRIBUTOR, "PUT", MODEL + "/versions/1/card", Map.of("limit", "x", "data", 3));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.detail().path("expected").asText()).contains("did you mean 'limits'?");
    }

    @Test
    void production_isReachedByAnApproverWhoIsNotTheAuthor() {
        Told own = call(AUTHOR, "POST", MODEL + "/versions/1/status", Map.of("status", "Production"));
        assertThat(own.status()).isEqualTo(403);
        assertThat(own.code()).isEqualTo("APPROVAL_NEEDED");
        Told self = call(AUTHOR, "POST", MODEL + "/versions/1/approvals", Map.of());
        assertThat(self.status()).isEqualTo(403);
        assertThat(self.code()).isEqualTo("OWN_VERSION");
        Told low = call(CONTRIBUTOR, "POST", MODEL + "/versions/1/status", Map.of("status", "Production"));
        assertThat(low.status()).isEqualTo(403);
        assertThat(low.code()).isEqualTo("ROLE_NEEDED");
        assertThat(call(CONTRIBUTOR, "POST", MODEL + "/versions/1/approvals", Map.of())
                        .code())
                .isEqualTo("PERMISSION_DENIED");

        Told approved = call(APPROVER, "POST", MODEL + "/versions/1/approvals", Map.of("why", "checked"));
        assertThat(approved.body().path("approvals").path(0).path("who").asText())
                .isEqualTo("ann");
        Told moved = call(AUTHOR, "POST", MODEL + "/versions/1/status", Map.of("status", "Production", "why", "go"));
        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.body().path("status").asText()).isEqualTo("Production");
        assertThat(moved.body().path("nextStatus").path("Archived").asText()).isEqualTo("approve");
    }

    @Test
    void deployment_ofOnesOwnVersion_waitsForAnApproverAndIsSigned() {
        world.push();
        String deployments = "/v1/projects/parcels/deployments";
        Map<String, Object> first = Map.of("version", 1, "why", "better by 5 %");

        Told own = call(AUTHOR, "POST", deployments, first);
        assertThat(own.status()).isEqualTo(403);
        assertThat(own.code()).isEqualTo("APPROVAL_NEEDED");
        assertThat(world.machines.started()).isEmpty();
        assertThat(call(AUTHOR, "POST", deployments, Map.of("version", 1, "alias", "challenger"))
                        .status())
                .isEqualTo(202);

        Told other = call(APPROVER, "POST", deployments, first);
        JsonNode request = other.body().path("execution").path("request");
        assertThat(request.path("requestedBy").asText()).isEqualTo("ann");
        assertThat(request.path("why").asText()).isEqualTo("better by 5 %");
        JsonNode training = call(APPROVER, "POST", "/v1/projects/parcels/trainings", Map.of())
                .body();
        assertThat(training.path("execution")
                        .path("request")
                        .path("requestedBy")
                        .asText())
                .isEqualTo("ann");
        assertThat(world.post(deployments, Map.of("version", 1))
                        .body()
                        .path("execution")
                        .path("request")
                        .has("requestedBy"))
                .isFalse();
    }

    @Test
    void status_changedByAContributor_isRecordedOnceAndBadOnesAreTold() {
        assertThat(call(CONTRIBUTOR, "POST", MODEL + "/versions/2/status", Map.of("status", "Staging"))
                        .status())
                .isEqualTo(200);
        assertThat(call(CONTRIBUTOR, "POST", MODEL + "/versions/2/status", Map.of("status", "Staging"))
                        .status())
                .isEqualTo(200);
        assertThat(world.get(MODEL + "/history?type=StatusChanged").body().path("events"))
                .hasSize(1);

        Told impossible = call(APPROVER, "POST", MODEL + "/versions/2/status", Map.of("status", "Draft"));
        assertThat(impossible.status()).isEqualTo(409);
        assertThat(impossible.code()).isEqualTo("NO_SUCH_TRANSITION");
        Told unknown = call(APPROVER, "POST", MODEL + "/versions/2/status", Map.of("status", "Live"));
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.detail().path("place").asText()).isEqualTo("body /status");
        assertThat(unknown.detail().path("value").asText()).isEqualTo("Live");
        assertThat(call(APPROVER, "POST", MODEL + "/versions/9/status", Map.of("status", "Staging"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aliasRule_demandingTrained_guardsTheAlias() {
        Told set = call(APPROVER, "PUT", MODEL + "/aliases/champion/rule", Map.of("demands", "trained"));

        assertThat(set.status()).isEqualTo(200);
        assertThat(world.get(MODEL).body().path("guardedAliases").path(0).asText())
                .isEqualTo("champion");
        call(APPROVER, "PUT", MODEL + "/aliases/trial/rule", Map.of("demands", "recorded"));
        assertThat(world.get(MODEL).body().path("rules").toString())
                .isEqualTo("{\"champion\":\"trained\",\"trial\":\"recorded\"}");
        call(APPROVER, "PUT", MODEL + "/aliases/trial/rule", Map.of("demands", "nothing"));
        call(APPROVER, "PUT", MODEL + "/aliases/champion/rule", Map.of("demands", "nothing"));
        assertThat(world.get(MODEL).body().path("guardedAliases")).isEmpty();
        assertThat(call(APPROVER, "PUT", MODEL + "/aliases/champion/rule", Map.of("demands", "approved"))
                        .status())
                .isEqualTo(400);
        assertThat(call(CONTRIBUTOR, "PUT", MODEL + "/aliases/champion/rule", Map.of("demands", "trained"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void version_ofAnotherWorkspace_isTakenOverOnceWithFilesAndHistory() {
        String bundle = "w/default/models/parcel-delay/01ARZ3NDEKTSV4RRFFQ69G5FAV/bundle/model.bin";
        world.artifacts.write(bundle, "m".getBytes(StandardCharsets.UTF_8), "application/octet-stream");
        Caller both = new Caller("ann", Role.CONTRIBUTE, null);
        Map<String, Object> from =
                Map.of("workspace", "default", "model", "parcel-delay", "version", 1, "as", "late", "why", "shared");

        Told first = call(both, "POST", "/w/team/v1/models:import", from);
        Told second = call(both, "POST", "/w/team/v1/models:import", from);

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(first.body().path("version").asInt()).isEqualTo(1);
        assertThat(first.body().path("status").asText()).isEqualTo("Candidate");
        assertThat(world.artifacts.read(first.body().path("bundleKey").asText() + "/model.bin"))
                .isPresent();
        JsonNode events = world.get("/w/team/v1/models/late/history").body().path("events");
        assertThat(events).anySatisfy(event -> {
            assertThat(event.path("type").asText()).isEqualTo("VersionImported");
            assertThat(event.path("why").asText()).isEqualTo("shared");
        });
        assertThat(events)
                .anySatisfy(event -> assertThat(event.path("type").asText()).isEqualTo("HistoryImported"));
    }

    @Test
    void import_withoutEntryOrWithFaults_isRefusedAndLeavesNothing() {
        Map<String, Object> from = Map.of("workspace", "default", "model", "parcel-delay", "version", 1);
        Caller team = new Caller("ann", Role.ADMINISTER, new Workspace("team"));
        Caller both = new Caller("ann", Role.CONTRIBUTE, null);

        assertThat(call(team, "POST", "/w/team/v1/models:import", from).code()).isEqualTo("PERMISSION_DENIED");
        Told faults = call(both, "POST", "/w/team/v1/models:import", Map.of("workspace", "No!", "as", "a/b"));
        assertThat(faults.status()).isEqualTo(400);
        assertThat(faults.body().path("error").path("details")).hasSize(4);
        assertThat(call(both, "POST", "/v1/models:import", from).status()).isEqualTo(400);
        assertThat(call(both, "POST", "/w/team/v1/models:import", from).code()).isEqualTo("MISSING_ARTIFACTS");
        assertThat(world.registry.models(new Workspace("team"))).isEmpty();
    }

    @Test
    void version_exported_hasFieldsHistoryAndFiles() {
        world.artifacts.write(
                "w/default/models/parcel-delay/01ARZ3NDEKTSV4RRFFQ69G5FAV/bundle/model.bin",
                "m".getBytes(StandardCharsets.UTF_8),
                "application/octet-stream");
        Caller reader = new Caller("eve", Role.READ, Workspace.DEFAULT);

        Told exported = call(reader, "POST", MODEL + "/versions/1:export", Map.of());

        assertThat(exported.status()).isEqualTo(200);
        assertThat(exported.body().path("fields").path("card.markdown").asText())
                .isEqualTo("# Card");
        assertThat(exported.body().path("events").path(0).path("type").asText()).isEqualTo("VersionCreated");
        assertThat(exported.body().path("files").path(0).path("name").asText()).isEqualTo("bundle/model.bin");
    }

    @Test
    void version_described_hasOriginApprovalsAndWhatMayFollow() {
        JsonNode version = world.get(MODEL + "/versions/1").body();

        assertThat(version.path("origin").asText()).isEqualTo("trained");
        assertThat(version.path("approvals")).isEmpty();
        assertThat(version.path("nextStatus").path("Staging").asText()).isEqualTo("contribute");
    }
}
