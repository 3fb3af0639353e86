package dev.tidemill.lifecycleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.capture.CapturedPrediction;
import dev.tidemill.contract.model.ModelManifest;
import dev.tidemill.contract.project.ProjectReader;
import dev.tidemill.contract.project.ProjectSpec.ViewSpec;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.feature.FeatureKey;
import dev.tidemill.core.feature.FeatureRow;
import dev.tidemill.core.ingestion.IngestionLedger.Landed;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.storage.ObjectReference;
import dev.tidemill.lifecycleapi.execution.RecordOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelRoutesTest {
    private static final String PREDICTION = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    private final World world = new World();
    private String revision = "";

    @BeforeEach
    void push() {
        revision = world.push();
    }

    @Test
    void model_registered_isTold() {
        world.register("01ARZ3NDEKTSV4RRFFQ69G5FAV");
        world.champion(1);

        assertThat(world.get("/v1/models")
                        .body()
                        .path("models")
                        .path(0)
                        .path("name")
                        .asText())
                .isEqualTo("parcel-delay");
        JsonNode model = world.get("/v1/models/parcel-delay").body();
        assertThat(model.path("aliases").path("champion").asInt()).isEqualTo(1);
        assertThat(model.path("versions").path(0).path("version").asInt()).isEqualTo(1);
        assertThat(world.get("/v1/models/parcel-delay/versions/1")
                        .body()
                        .path("card")
                        .asText())
                .isEqualTo("# Card");
        assertThat(world.get("/v1/models/parcel-delay/aliases/champion")
                        .body()
                        .path("version")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void model_unknownNames_are404WithASuggestion() {
        world.register("01ARZ3NDEKTSV4RRFFQ69G5FAV");
        world.champion(1);

        assertThat(world.get("/v1/models/parcel-dela")
                        .details()
                        .path(0)
                        .path("expected")
                        .asText())
                .contains("did you mean 'parcel-delay'?");
        assertThat(world.get("/v1/models/parcel-delay/versions/9").code()).isEqualTo("NO_SUCH_VERSION");
        assertThat(world.get("/v1/models/parcel-delay/versions/one").status()).isEqualTo(404);
        assertThat(world.get("/v1/models/parcel-delay/aliases/champio")
                        .details()
                        .path(0)
                        .path("expected")
                        .asText())
                .contains("did you mean 'champion'?");
    }

    @Test
    void lineage_capturedPrediction_leadsBackToEverything() {
        String training = start("trainings", Map.of());
        String ingestion = "01ARZ3NDEKTSV4RRFFQ69G5FAW";
        world.ledger.record(
                new Landed(Workspace.DEFAULT, "parcels", "parcels", "ing-1", ingestion, 42L, 90, 0, World.NOW));
        ModelVersion version = register(training);
        String deployment = start("deployments", Map.of("version", version.number()));
        new RecordOutcome(world.executions, world.ports.clock())
                .record(
                        ExecutionContext.of(world.executions
                                .find(Workspace.DEFAULT, deployment)
                                .orElseThrow()),
                        WorkerOutcome.succeeded(Map.of()));
        world.predictions.put(PREDICTION, prediction(version.number()));

        World.Answer answer = world.get("/v1/lineage?prediction=" + PREDICTION);

        JsonNode lineage = answer.body();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(lineage.path("prediction").path("channel").asText()).isEqualTo("online");
        assertThat(lineage.path("modelVersion").path("version").asInt()).isEqualTo(1);
        assertThat(lineage.path("run").asText()).isEqualTo("0".repeat(32));
        assertThat(lineage.path("training").path("execution").asText()).isEqualTo(training);
        assertThat(lineage.path("deployment").path("execution").asText()).isEqualTo(deployment);
        JsonNode data = lineage.path("data").path("parcels");
        assertThat(data.path("snapshotId").asLong()).isEqualTo(42);
        assertThat(data.path("ingestions").path(0).path("executionId").asText()).isEqualTo(ingestion);
        assertThat(lineage.path("revision").asText()).isEqualTo(revision);
        assertThat(lineage.path("commit").asText()).isEqualTo("abc");
        assertThat(lineage.path("dirty").asBoolean()).isTrue();
        assertThat(lineage.path("executions"))
                .extracting(JsonNode::asText)
                .containsExactly(training, deployment, ingestion);
    }

    @Test
    void lineage_unknownOrMalformedPrediction_isTold() {
        assertThat(world.get("/v1/lineage?prediction=" + PREDICTION).code()).isEqualTo("NO_SUCH_PREDICTION");
        assertThat(world.get("/v1/lineage?prediction=7").status()).isEqualTo(400);
        assertThat(world.get("/v1/lineage").details().path(0).path("place").asText())
                .isEqualTo("query prediction");
    }

    @Test
    void features_storedStaleFutureAndMissing_areTold() {
        ViewSpec jam = Objects.requireNonNull(
                ProjectReader.read(World.files()).features().views().get("jam"));
        Instant time = World.NOW;
        store(jam, "A", time.minus(Duration.ofHours(1)));
        store(jam, "B", time.minus(Duration.ofHours(5)));
        store(jam, "C", time.plus(Duration.ofHours(1)));

        World.Answer answer = world.post(
                "/v1/projects/parcels/features:online",
                Map.of("features", List.of("jam.late_share"), "entities", List.of("A", "B", "C", "D"), "time", time));

        assertThat(answer.body().path("values"))
                .extracting(value -> value.path("entity").asText() + " "
                        + value.path("features")
                                .path("jam.late_share")
                                .path("status")
                                .asText())
                .containsExactly("A PRESENT", "B STALE", "C FUTURE", "D MISSING");
        assertThat(answer.body()
                        .path("values")
                        .path(0)
                        .path("features")
                        .path("jam.late_share")
                        .path("ageSeconds")
                        .asLong())
                .isEqualTo(3600);
        assertThat(world.post(
                                "/v1/projects/parcels/features:online",
                                Map.of("features", List.of("jan.late_share"), "entities", List.of("A")))
                        .details()
                        .path(0)
                        .path("expected")
                        .asText())
                .contains("did you mean 'jam'?");
    }

    private void store(ViewSpec view, String depot, Instant time) {
        world.features.write(List.of(new FeatureRow(
                new FeatureKey(Workspace.DEFAULT, "parcels", "jam", view.version(), depot),
                time,
                time,
                1,
                Map.of("late_share", 0.25))));
    }

    private String start(String work, Map<String, Object> body) {
        return world.post("/v1/projects/parcels/" + work, body)
                .body()
                .path("execution")
                .path("id")
                .asText();
    }

    private ModelVersion register(String training) {
        ModelManifest manifest = new ModelManifest(
                1,
                "default",
                "parcels",
                "parcel-delay",
                "binary",
                revision,
                "abc",
                true,
                training,
                "0".repeat(32),
                "job-1",
                World.NOW,
                1000,
                new ModelManifest.Environment("25", "linux", "amd64", "cpu", "none", Map.of("xgboost", "3.4.0")),
                Map.of("rounds", "200"),
                Map.of("log-loss", 0.5),
                "bundle",
                World.SHA,
                List.of(new ObjectReference("artifacts", "bundle/model", World.SHA, 10)),
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
        return world.registry.createVersion(
                new ModelVersion(
                        Workspace.DEFAULT,
                        "parcel-delay",
                        0,
                        training,
                        "0".repeat(32),
                        "bundle",
                        Json.write(manifest),
                        "# Card",
                        "Candidate",
                        Map.of(),
                        World.NOW,
                        World.NOW,
                        "test"),
                new Registry.Change("test", "", "c", World.NOW));
    }

    private static CapturedPrediction prediction(int version) {
        return new CapturedPrediction(
                1,
                PREDICTION,
                "default",
                "parcels",
                "parcel-delay",
                version,
                "online",
                World.NOW,
                World.NOW,
                Map.of("parcel", "X1"),
                World.SHA,
                Map.of("parcel", "X1"),
                Map.of(),
                Map.of(),
                Map.of("probability", 0.2),
                "walk",
                null);
    }
}
