package dev.tidemill.lifecycleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.lifecycle.ExecutionKind;
import dev.tidemill.core.workflow.InMemoryStateMachines.Started;
import dev.tidemill.lifecycleapi.project.PrepareUpload;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkRoutesTest {
    private static final String KEY = PrepareUpload.key(Workspace.DEFAULT, "parcels", "parcels", World.SHA);
    private static final String ROWS =
            PrepareUpload.key(Workspace.DEFAULT, "parcels", PrepareUpload.SCORING, World.SHA);

    private final World world = new World();

    @BeforeEach
    void push() {
        world.push();
    }

    @Test
    void upload_newAndStoredContent_givesAnAddressOnlyForNew() {
        Map<String, Object> body = Map.of("dataset", "parcels", "filename", "a.csv", "size", 3, "sha256", World.SHA);

        World.Answer before = world.post("/v1/projects/parcels/uploads", body);
        world.lake.write(KEY, "abc".getBytes(StandardCharsets.UTF_8), "text/csv");
        World.Answer after = world.post("/v1/projects/parcels/uploads", body);

        assertThat(before.status()).isEqualTo(200);
        assertThat(before.body().path("key").asText()).isEqualTo(KEY);
        assertThat(before.body().path("exists").asBoolean()).isFalse();
        assertThat(before.body().path("url").asText()).isNotEmpty();
        assertThat(after.body().path("exists").asBoolean()).isTrue();
        assertThat(after.body().has("url")).isFalse();
    }

    @Test
    void upload_faults_areAllNamed() {
        World.Answer answer =
                world.post("/v1/projects/parcels/uploads", Map.of("purpose", "dataset", "size", 0, "sha256", "abc"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.details())
                .extracting(detail -> detail.path("place").asText())
                .containsExactly("body /size", "body /sha256", "body /dataset");
        World.Answer unknown =
                world.post("/v1/projects/parcels/uploads", Map.of("dataset", "parcel", "size", 1, "sha256", World.SHA));
        assertThat(unknown.code()).isEqualTo("NO_SUCH_DATASET");
        assertThat(unknown.details().path(0).path("expected").asText()).contains("did you mean 'parcels'?");
    }

    @Test
    void ingest_uploadedFile_startsTheMachine() {
        world.lake.write(KEY, "abc".getBytes(StandardCharsets.UTF_8), "text/csv");

        World.Answer answer = world.post(
                "/v1/projects/parcels/ingestions",
                Map.of("dataset", "parcels", "key", KEY, "sha256", World.SHA, "filename", "a.csv"),
                Map.of("x-correlation-id", "walk-1"));

        assertThat(answer.status()).isEqualTo(202);
        JsonNode execution = answer.body().path("execution");
        String id = execution.path("id").asText();
        assertThat(answer.headers().path("location").asText()).isEqualTo("/v1/executions/" + id);
        assertThat(execution.path("status").asText()).isEqualTo("RUNNING");
        assertThat(execution.path("executionArn").asText())
                .isEqualTo("arn:aws:states:eu-west-1:000000000000:execution:tidemill-ingestion:" + id);
        Started started = world.machines.started().getFirst();
        assertThat(started.kind()).isEqualTo(ExecutionKind.INGESTION);
        JsonNode input = Json.parse(started.input());
        assertThat(input.path("execution").path("correlationId").asText()).isEqualTo("walk-1");
        assertThat(input.path("request").toString())
                .isEqualTo("{\"kind\":\"ingest\",\"dataset\":\"parcels\",\"key\":\"" + KEY + "\",\"sha256\":\""
                        + World.SHA + "\",\"size\":3,\"filename\":\"a.csv\"}");
        assertThat(world.get("/v1/executions/" + id).body()).isEqualTo(execution);
    }

    @Test
    void ingest_missingUploadOrForeignKey_startsNothing() {
        World.Answer missing = world.post(
                "/v1/projects/parcels/ingestions", Map.of("dataset", "parcels", "key", KEY, "sha256", World.SHA));
        World.Answer foreign = world.post(
                "/v1/projects/parcels/ingestions",
                Map.of("dataset", "parcels", "key", "w/other/raw/x", "sha256", World.SHA));

        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.code()).isEqualTo("NO_SUCH_UPLOAD");
        assertThat(foreign.status()).isEqualTo(400);
        assertThat(foreign.details().path(0).path("expected").asText()).isEqualTo(KEY);
        assertThat(world.machines.started()).isEmpty();
    }

    @Test
    void train_localTime_isRefused() {
        World.Answer answer = world.post("/v1/projects/parcels/trainings", Map.of("asOf", "2026-01-01T00:00:00"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.details().path(0).path("expected").asText()).contains("offset");
    }

    @Test
    void trainMaterializeMonitor_requests_haveTheirShapes() {
        world.post("/v1/projects/parcels/trainings", Map.of("asOf", "2026-01-01T01:00:00+01:00", "promote", "on-pass"));
        world.post("/v1/projects/parcels/materializations", Map.of("asOf", "2026-01-01T00:00:00Z"));
        world.post("/v1/projects/parcels/monitorings", Map.of());

        assertThat(world.machines.started())
                .extracting(
                        started -> Json.parse(started.input()).path("request").toString())
                .containsExactly(
                        "{\"asOf\":\"2026-01-01T00:00:00Z\",\"promote\":\"on-pass\",\"where\":\"batch\",\"overrides\":{},\"cause\":null}",
                        "{\"kind\":\"materialize\",\"asOf\":\"2026-01-01T00:00:00Z\",\"views\":[]}",
                        "{\"model\":\"parcel-delay\",\"until\":null,\"cause\":null}");
    }

    @Test
    void deploy_knownAndUnknownVersion_startsOrNamesTheKnown() {
        world.register("01ARZ3NDEKTSV4RRFFQ69G5FAV");

        World.Answer known = world.post("/v1/projects/parcels/deployments", Map.of("version", 1));
        World.Answer unknown = world.post("/v1/projects/parcels/deployments", Map.of("version", 7));

        assertThat(known.status()).isEqualTo(202);
        assertThat(known.body().path("execution").path("request").path("alias").asText())
                .isEqualTo("champion");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.details().path(0).path("expected").asText()).isEqualTo("one of [1]");
    }

    @Test
    void score_withoutChampion_isRefused() {
        world.lake.write(ROWS, "abc".getBytes(StandardCharsets.UTF_8), "text/csv");
        Map<String, Object> body = Map.of("key", ROWS, "sha256", World.SHA);

        World.Answer without = world.post("/v1/projects/parcels/scorings", body);
        world.register("01ARZ3NDEKTSV4RRFFQ69G5FAV");
        world.champion(1);
        World.Answer with = world.post("/v1/projects/parcels/scorings", body);

        assertThat(without.code()).isEqualTo("NO_SUCH_ALIAS");
        assertThat(with.status()).isEqualTo(202);
        assertThat(with.body().path("execution").path("request").path("alias").asText())
                .isEqualTo("champion");
    }
}
