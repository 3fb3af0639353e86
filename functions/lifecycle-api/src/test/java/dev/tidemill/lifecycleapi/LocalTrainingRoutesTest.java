package dev.tidemill.lifecycleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.model.ModelManifest;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.MachineInput;
import dev.tidemill.contract.workflow.TrainingInput;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.Sha256;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.lifecycle.Execution;
import dev.tidemill.core.storage.ObjectReference;
import dev.tidemill.core.tracking.RunIds;
import dev.tidemill.lifecycleapi.execution.RecordOutcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalTrainingRoutesTest {
    private static final WorkerOutcome FAILED = WorkerOutcome.failed(new Problem("ONE_CLASS", "All labels are equal."));

    private final World world = new World();
    private String id = "";

    @BeforeEach
    void start() {
        world.push();
        id = started(Map.of("where", "local"));
    }

    @Test
    void training_local_isOneForItsCaller() {
        assertThat(world.machines.started().getLast().input()).contains("\"where\":\"local\"");
        assertThat(world.post("/v1/projects/parcels/trainings", Map.of("where", "here"))
                        .details()
                        .path(0)
                        .path("place")
                        .asText())
                .isEqualTo("body /where");
    }

    @Test
    void input_beforeAndWhileItWaits_isNothingThenWhatToTrain() {
        JsonNode before = world.get("/v1/executions/" + id + "/training").body();
        assertThat(before.path("waiting").asBoolean()).isFalse();
        assertThat(before.path("request").isNull()).isTrue();
        String batch = started(Map.of());
        assertThat(world.get("/v1/executions/" + batch + "/training").code()).isEqualTo("NOT_WAITING");

        dispatched();

        JsonNode input = world.get("/v1/executions/" + id + "/training").body();
        assertThat(input.path("waiting").asBoolean()).isTrue();
        assertThat(input.path("execution").path("id").asText()).isEqualTo(id);
        assertThat(TrainingInput.pins(input.path("request"))).isEqualTo(Map.of("parcels", 42L));
    }

    @Test
    void artifacts_belowItsOwnFolders_areAddressed() {
        dispatched();
        String run = RunIds.of(Workspace.DEFAULT, id);

        for (String path : List.of(folder() + "bundle/model.ubj", "w/default/mlflow/3/" + run + "/artifacts/a.json")) {
            World.Answer answer = artifact(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.body().path("url").asText()).contains(path);
            assertThat(answer.body().path("headers").isObject()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "w/default/models/parcel-delay/01ARZ3NDEKTSV4RRFFQ69G5FAV/bundle/model.ubj",
        "w/other/models/parcel-delay/EXECUTION/bundle/model.ubj",
        "w/default/executions/EXECUTION/attempt-1/outcome.json",
        "w/default/models/parcel-delay/EXECUTION/../x",
        "w/default/models/parcel-delay/EXECUTION/",
        "w/default/mlflow/3/00000000000000000000000000000000/artifacts/a.json",
        "w/default/projects/parcels/revisions/x.json"
    })
    void artifacts_elsewhere_areRefused(String path) {
        dispatched();

        World.Answer answer = artifact(path.replace("EXECUTION", id));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.details().path(0).path("place").asText()).isEqualTo("body /path");
        assertThat(answer.details().path(0).path("expected").asText()).contains(folder());
    }

    @Test
    void complete_failure_tellsTheWaitingStateOnce() {
        dispatched();

        assertThat(complete(FAILED).status()).isEqualTo(200);
        assertThat(complete(FAILED).status()).isEqualTo(200);

        assertThat(world.machines.answers()).singleElement().satisfies(answer -> {
            assertThat(answer.taskToken()).isEqualTo("token-1");
            assertThat(Json.read(answer.text(), WorkerOutcome.class)).isEqualTo(FAILED);
        });
        World.Answer other = complete(WorkerOutcome.failed(new Problem("NO_ROWS", "None.")));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.code()).isEqualTo("ALREADY_COMPLETED");
        assertThat(artifact(folder() + "late").status()).isEqualTo(409);
    }

    @Test
    void complete_againAfterTheEnd_isTheSameAnswer() {
        dispatched();
        complete(FAILED);
        new RecordOutcome(world.executions, world.ports.clock()).record(context(), FAILED);

        World.Answer again = complete(FAILED);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body().path("status").asText()).isEqualTo("FAILED");
    }

    @Test
    void complete_whatDoesNotWait_is409() {
        assertThat(complete(FAILED).code()).isEqualTo("NOT_WAITING");
        String batch = started(Map.of());
        assertThat(world.post("/v1/executions/" + batch + ":complete", FAILED).code())
                .isEqualTo("NOT_WAITING");
        dispatched();
        world.post("/v1/executions/" + id + ":cancel", Map.of());
        assertThat(complete(FAILED).status()).isEqualTo(409);
        assertThat(world.artifacts.list("w/default/executions/" + id + "/attempt-"))
                .isEmpty();
        assertThat(world.post("/v1/executions/01ARZ3NDEKTSV4RRFFQ69G5FAV:complete", FAILED)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void complete_noOutcome_namesThePlace() {
        dispatched();

        assertThat(world.post("/v1/executions/" + id + ":complete", Map.of("outcome", "DONE"))
                        .details()
                        .path(0)
                        .path("place")
                        .asText())
                .isEqualTo("body /outcome");
        assertThat(world.post("/v1/executions/" + id + ":complete", Map.of("outcome", "FAILED"))
                        .details()
                        .path(0)
                        .path("place")
                        .asText())
                .isEqualTo("outcome.problem");
    }

    @Test
    void complete_successWithoutManifest_isRefusedAndWritesNothing() {
        dispatched();

        World.Answer answer = complete(success());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.details().path(0).path("place").asText()).isEqualTo(folder() + "manifest.json");
        assertThat(world.machines.answers()).isEmpty();
        assertThat(world.artifacts.list("w/default/executions/" + id + "/attempt-"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "project, manifest.project",
        "executionId, manifest.executionId",
        "snapshot, manifest.data.parcels.snapshotId",
        "bundleSha256, outcome.result.bundleSha256",
        "artifact, manifest.artifacts",
        "content, SHA-256 of",
        "size, FOLDERmodel.tribuo"
    })
    void complete_successThatDisagrees_namesWhat(String wrong, String place) {
        dispatched();
        manifest(json -> {
            ObjectNode artifact = (ObjectNode) json.path("artifacts").path(0);
            switch (wrong) {
                case "snapshot" -> ((ObjectNode) json.path("data").path("parcels")).put("snapshotId", 41);
                case "artifact" -> artifact.put("key", "w/default/models/other/model.tribuo");
                case "content" -> artifact.put("sha256", "b".repeat(64));
                case "size" -> artifact.put("size", 4);
                default -> json.put(wrong, wrong.equals("bundleSha256") ? "c".repeat(64) : "another");
            }
            return json;
        });

        World.Answer answer = complete(success());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.details().path(0).path("place").asText())
                .as(answer.body().toString())
                .startsWith(place.replace("FOLDER", folder()));
        assertThat(world.machines.answers()).isEmpty();
        assertThat(world.artifacts.list("w/default/executions/" + id + "/attempt-"))
                .isEmpty();
    }

    @Test
    void complete_successWithoutItsBundle_isRefused() {
        dispatched();
        manifest(json -> json);

        World.Answer answer = complete(success());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("CORRUPT_BUNDLE");
    }

    private String started(Map<String, String> body) {
        World.Answer answer = world.post("/v1/projects/parcels/trainings", body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        return answer.body().path("execution").path("id").asText();
    }

    /** As the dispatch leaves a training that waits. */
    private void dispatched() {
        world.tokens.claim(Workspace.DEFAULT, id, "token-1");
        ObjectNode request = Json.object().put("where", "local");
        request.putObject("data").put("parcels", 42L);
        write(TrainingInput.key(context()), Json.write(new MachineInput(context(), request)));
    }

    private ExecutionContext context() {
        return ExecutionContext.of(execution());
    }

    private Execution execution() {
        return world.executions.find(Workspace.DEFAULT, id).orElseThrow();
    }

    private String folder() {
        return "w/default/models/parcel-delay/" + id + "/";
    }

    private World.Answer artifact(String path) {
        return world.post("/v1/executions/" + id + "/artifacts", Map.of("path", path, "size", 3, "sha256", World.SHA));
    }

    private World.Answer complete(WorkerOutcome outcome) {
        return world.post("/v1/executions/" + id + ":complete", outcome);
    }

    private WorkerOutcome success() {
        return WorkerOutcome.succeeded(Map.of(
                "manifestKey",
                folder() + "manifest.json",
                "runId",
                RunIds.of(Workspace.DEFAULT, id),
                "bundleSha256",
                World.SHA,
                "decision",
                "pass"));
    }

    private void manifest(UnaryOperator<ObjectNode> change) {
        byte[] model = {1, 2, 3};
        world.artifacts.write(folder() + "model.tribuo", model, "application/x-protobuf");
        ModelManifest manifest = new ModelManifest(
                1,
                "default",
                "parcels",
                "parcel-delay",
                "binary",
                execution().revision(),
                "abc",
                false,
                id,
                RunIds.of(Workspace.DEFAULT, id),
                "local",
                World.NOW,
                1000,
                new ModelManifest.Environment("25", "linux", "amd64", "cpu", "none", Map.of("xgboost", "3.4.0")),
                Map.of("rounds", "200"),
                Map.of("log-loss", 0.5),
                folder() + "bundle",
                World.SHA,
                List.of(new ObjectReference("artifacts", folder() + "model.tribuo", Sha256.hex(model), 3)),
                Map.of("parcels", new ModelManifest.DataPin(42, "training-1", 90, List.of("ing-1"))),
                World.SHA,
                60,
                15,
                15,
                World.NOW,
                World.NOW,
                "pass",
                List.of(),
                "# Card");
        write(
                folder() + "manifest.json",
                change.apply((ObjectNode) Json.tree(manifest)).toString());
    }

    private void write(String key, String json) {
        world.artifacts.write(key, json.getBytes(StandardCharsets.UTF_8), "application/json");
    }
}
