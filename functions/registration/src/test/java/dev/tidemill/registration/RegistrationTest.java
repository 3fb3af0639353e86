package dev.tidemill.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.model.ModelManifest;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.contract.workflow.WorkerOutcome.OutcomeEvent;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.registry.InMemoryRegistry;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.RegistryEvent;
import dev.tidemill.core.registry.VersionStatus;
import dev.tidemill.core.storage.InMemoryObjectStore;
import dev.tidemill.core.storage.ObjectReference;
import dev.tidemill.core.tracking.InMemoryTracking;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.RunIds;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    private static final Workspace TEAM = new Workspace("team");
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String MANIFEST = "w/team/models/delay/E1/manifest.json";

    private final InMemoryObjectStore artifacts = new InMemoryObjectStore("artifacts");
    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final InMemoryTracking tracking = new InMemoryTracking(InstantSource.fixed(NOW), "s3://artifacts");
    private final Registration registration = new Registration(
            new RegisterModel(artifacts, registry, tracking),
            new PromoteVersion(registry),
            new FailRun(tracking),
            new RebuildRegistry(registry),
            InstantSource.fixed(NOW));

    @BeforeEach
    void createRuns() {
        for (String execution : List.of("E1", "E2")) {
            tracking.createRun(new Run(
                    TEAM,
                    RunIds.of(TEAM, execution),
                    "0",
                    "run",
                    "someone",
                    "RUNNING",
                    1,
                    null,
                    "s3://artifacts/x",
                    true,
                    Map.of(),
                    Map.of(),
                    Map.of()));
        }
    }

    @Test
    void register_complete_makesAVersionAndTagsTheRun() {
        putManifest("E1", "pass");
        WorkerOutcome outcome = registration.step(call("register", "E1", request("on-pass"), trained("E1")));
        assertThat(outcome.hasSucceeded()).isTrue();
        assertThat(result(outcome).toString())
                .isEqualTo("{\"model\":\"delay\",\"version\":1,\"decision\":\"pass\",\"runId\":\""
                        + RunIds.of(TEAM, "E1") + "\",\"promote\":\"on-pass\"}");
        assertThat(outcome.events()).extracting(OutcomeEvent::type).containsExactly("TrainingCompleted");
        assertThat(registry.model(TEAM, "delay").orElseThrow().guardedAliases()).containsExactly("champion");
        ModelVersion version = registry.version(TEAM, "delay", 1).orElseThrow();
        assertThat(version.status().text()).isEqualTo("Candidate");
        assertThat(Json.read(version.manifest(), ModelManifest.class).bundleSha256())
                .isEqualTo("ab".repeat(32));
        assertThat(tracking.run(TEAM, RunIds.of(TEAM, "E1")).orElseThrow().tags())
                .containsEntry("tidemill.model", "delay")
                .containsEntry("tidemill.modelVersion", "1");
    }

    @Test
    void register_again_isTheSameVersion() {
        putManifest("E1", "pass");
        WorkerCall call = call("register", "E1", request("never"), trained("E1"));
        assertThat(registration.step(call)).isEqualTo(registration.step(call));
        assertThat(registry.versions(TEAM, "delay")).hasSize(1);
    }

    @Test
    void register_incompleteManifest_namesWhatIsMissing() {
        putManifest("E1", "pass");
        ObjectNode manifest =
                (ObjectNode) Json.parse(new String(artifacts.read(MANIFEST).orElseThrow(), StandardCharsets.UTF_8));
        manifest.remove("bundleSha256");
        manifest.remove("environment");
        artifacts.write(MANIFEST, manifest.toString().getBytes(StandardCharsets.UTF_8), "application/json");
        assertThatThrownBy(() -> registration.step(call("register", "E1", request("never"), trained("E1"))))
                .hasMessageContaining("INCOMPLETE_MANIFEST");
        assertThat(registry.models(TEAM)).isEmpty();
    }

    @Test
    void register_anothersManifest_isRefused() {
        putManifest("E1", "pass");
        ObjectNode foreign = Json.object();
        foreign.putObject("result").put("manifestKey", MANIFEST);
        assertThatThrownBy(() -> registration.step(call("register", "E2", request("never"), foreign)))
                .hasMessageContaining("FOREIGN_MANIFEST");
    }

    @Test
    void register_artifactGone_isRefused() {
        putManifest("E1", "pass");
        artifacts.write("w/team/models/delay/E1/bundle/model.bin", new byte[1], "application/octet-stream");
        assertThatThrownBy(() -> registration.step(call("register", "E1", request("never"), trained("E1"))))
                .hasMessageContaining("MISSING_ARTIFACTS");
    }

    @Test
    void register_noManifest_isRefused() {
        assertThatThrownBy(() -> registration.step(call("register", "E1", request("never"), trained("E1"))))
                .hasMessageContaining("NO_MANIFEST");
        assertThatThrownBy(() -> registration.step(call("register", "E1", request("never"), Json.object())))
                .hasMessageContaining("NO_MANIFEST");
    }

    @Test
    void promote_secondVersion_archivesTheFirst() {
        registerBoth();
        registration.step(call("promote", "D1", deploy(1), Json.object()));
        WorkerCall second = call("promote", "D2", deploy(2), Json.object());
        WorkerOutcome outcome = registration.step(second);
        assertThat(result(outcome).toString())
                .isEqualTo("{\"model\":\"delay\",\"alias\":\"champion\",\"version\":2,\"previousVersion\":1}");
        assertThat(outcome.events()).extracting(OutcomeEvent::type).containsExactly("DeploymentCompleted");
        assertThat(registry.version(TEAM, "delay", 1)).map(ModelVersion::status).contains(VersionStatus.ARCHIVED);
        assertThat(registry.version(TEAM, "delay", 2)).map(ModelVersion::status).contains(VersionStatus.PRODUCTION);
        int events = registry.history(TEAM, "delay").size();
        assertThat(registration.step(second)).isEqualTo(outcome);
        assertThat(registry.history(TEAM, "delay")).hasSize(events);
    }

    @Test
    void rebuild_asStored_findsNoDifference() {
        registerBoth();
        WorkerOutcome outcome = registration.step(call("rebuild-registry", "R1", Json.object(), Json.object()));
        assertThat(result(outcome).path("equal").asBoolean()).isTrue();
        assertThat(result(outcome).at("/models/0/versions").asInt()).isEqualTo(2);
        WorkerCall none = call("rebuild-registry", "R1", Json.object().put("model", "none"), Json.object());
        assertThat(result(registration.step(none)).at("/refused/0/code").asText())
                .isEqualTo("NO_SUCH_MODEL");
    }

    @Test
    void promote_otherAlias_leavesStatus() {
        registerBoth();
        ObjectNode request = deploy(1).put("alias", "challenger");
        registration.step(call("promote", "D1", request, Json.object()));
        assertThat(registry.byAlias(TEAM, "delay", "challenger"))
                .map(ModelVersion::status)
                .contains(VersionStatus.CANDIDATE);
        assertThat(registry.history(TEAM, "delay"))
                .extracting(RegistryEvent::who)
                .endsWith("execution/D1");
    }

    @Test
    void promote_askedBySomeone_isInHisNameAndNotForHisOwnVersion() {
        putManifest("E1", "pass");
        registration.step(call("register", "E1", request("never").put("requestedBy", "ann"), trained("E1")));
        assertThat(registry.version(TEAM, "delay", 1))
                .map(ModelVersion::createdBy)
                .contains("ann");

        assertThatThrownBy(() ->
                        registration.step(call("promote", "D1", deploy(1).put("requestedBy", "ann"), Json.object())))
                .hasMessageContaining("APPROVAL_NEEDED");
        assertThat(registry.byAlias(TEAM, "delay", "champion")).isEmpty();
        ObjectNode asked = deploy(1).put("requestedBy", "bob").put("why", "better by 5 %");
        registration.step(call("promote", "D2", asked, Json.object()));

        assertThat(registry.history(TEAM, "delay").getLast()).satisfies(event -> {
            assertThat(event.who()).isEqualTo("bob");
            assertThat(event.why()).isEqualTo("better by 5 %");
        });
    }

    @Test
    void promote_badRequest_isRefused() {
        assertThatThrownBy(() -> registration.step(call("promote", "D1", Json.object(), Json.object())))
                .hasMessageContaining("INVALID_REQUEST");
        assertThatThrownBy(() -> registration.step(call("promote", "D1", deploy(7), Json.object())))
                .hasMessageContaining("NO_SUCH_VERSION");
    }

    @Test
    void failRun_created_isMarkedOnce() {
        ObjectNode failed = Json.object();
        failed.putObject("problem").put("code", "JOB_FAILED").put("message", "exit code 137");
        WorkerCall call = call("fail-run", "E1", request("never"), failed);
        assertThat(result(registration.step(call)).path("marked").asBoolean()).isTrue();
        assertThat(result(registration.step(call)).path("marked").asBoolean()).isFalse();
        Run run = tracking.run(TEAM, RunIds.of(TEAM, "E1")).orElseThrow();
        assertThat(run.status()).isEqualTo("FAILED");
        assertThat(run.endTime()).isEqualTo(NOW.toEpochMilli());
        assertThat(run.tags()).containsEntry("tidemill.problem", "JOB_FAILED: exit code 137");
    }

    @Test
    void failRun_noRun_succeeds() {
        assertThat(registration
                        .step(call("fail-run", "E9", request("never"), Json.object()))
                        .hasSucceeded())
                .isTrue();
    }

    @Test
    void config_empty_namesEveryFault() {
        assertThatThrownBy(() -> RegistrationConfig.of(Map.of()))
                .hasMessageContainingAll(
                        "TIDEMILL_ARTIFACTS_BUCKET",
                        "TIDEMILL_REGISTRY_TABLE",
                        "TIDEMILL_LIFECYCLE_TABLE",
                        "TIDEMILL_TRACKING_TABLE");
    }

    private static JsonNode result(WorkerOutcome outcome) {
        return Objects.requireNonNull(outcome.result());
    }

    private void registerBoth() {
        for (String execution : List.of("E1", "E2")) {
            putManifest(execution, "pass");
            registration.step(call("register", execution, request("never"), trained(execution)));
        }
    }

    private void putManifest(String execution, String decision) {
        String folder = "w/team/models/delay/" + execution;
        ObjectReference model =
                artifacts.write(folder + "/bundle/model.bin", new byte[] {1, 2}, "application/octet-stream");
        ModelManifest manifest = new ModelManifest(
                1,
                "team",
                "flights",
                "delay",
                "binary",
                "r1",
                null,
                false,
                execution,
                RunIds.of(TEAM, execution),
                "job-1",
                NOW,
                1000,
                new ModelManifest.Environment("25", "Linux", "amd64", "x", "none", Map.of("tribuo", "4.3.2")),
                Map.of("rounds", "10"),
                Map.of("log-loss", 0.5),
                folder + "/bundle",
                "ab".repeat(32),
                List.of(model),
                Map.of("flights", new ModelManifest.DataPin(1, "t", 10, List.of("i1"))),
                "cd".repeat(32),
                8,
                1,
                1,
                NOW,
                NOW,
                decision,
                List.of(),
                "# Card");
        artifacts.write(
                folder + "/manifest.json", Json.write(manifest).getBytes(StandardCharsets.UTF_8), "application/json");
    }

    @Test
    void step_unknownAction_isAKnownFailure() {
        WorkerOutcome outcome = registration.step(call("enlist", "E1", request("never"), trained("E1")));

        assertThat(Json.write(outcome))
                .contains("UNKNOWN_ACTION", "enlist", "register, promote, fail-run or rebuild-registry");
    }

    private static ObjectNode trained(String execution) {
        ObjectNode previous = Json.object().put("outcome", "SUCCEEDED");
        previous.putObject("result").put("manifestKey", "w/team/models/delay/" + execution + "/manifest.json");
        return previous;
    }

    private static ObjectNode request(String promote) {
        return Json.object().put("promote", promote);
    }

    private static ObjectNode deploy(int version) {
        return Json.object().put("model", "delay").put("version", version).put("alias", "champion");
    }

    private static WorkerCall call(String action, String execution, JsonNode request, JsonNode previous) {
        ExecutionContext context =
                new ExecutionContext("team", execution, "flights", "r1", "training", "corr", List.of());
        return new WorkerCall(action, context, request, previous, null, null);
    }
}
