package dev.tidemill.lifecycleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.ingestion.IngestionLedger.Landed;
import dev.tidemill.core.lifecycle.ExecutionLogs.Line;
import dev.tidemill.lifecycleapi.execution.RecordOutcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExecutionRoutesTest {
    private final World world = new World();
    private final RecordOutcome record = new RecordOutcome(world.executions, world.ports.clock());

    @BeforeEach
    void push() {
        world.push();
    }

    @Test
    void get_unknownExecution_is404() {
        World.Answer answer = world.get("/v1/executions/01ARZ3NDEKTSV4RRFFQ69G5FAV");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("NO_SUCH_EXECUTION");
        assertThat(world.get("/v1/executions/7")
                        .details()
                        .path(0)
                        .path("expected")
                        .asText())
                .contains("26 characters");
    }

    @Test
    void cancel_waitingTraining_failsItsToken() {
        String id = started("trainings");
        world.tokens.claim(Workspace.DEFAULT, id, "token-1");

        World.Answer answer = world.post("/v1/executions/" + id + ":cancel", Map.of());
        World.Answer again = world.post("/v1/executions/" + id + ":cancel", Map.of());

        assertThat(answer.body().path("status").asText()).isEqualTo("CANCELLED");
        assertThat(again.status()).isEqualTo(200);
        assertThat(world.machines.answers()).singleElement().satisfies(told -> {
            assertThat(told.success()).isFalse();
            assertThat(told.taskToken()).isEqualTo("token-1");
            assertThat(told.text()).isEqualTo("Tidemill.Cancelled");
        });
        assertThat(world.machines.stopped()).isEmpty();
    }

    @Test
    void logs_areItsLinesAfterATime() {
        String id = started("monitorings");
        world.logs.add(new Line(World.NOW.plusSeconds(1), "INFO", "monitoring", "joined"));
        world.logs.add(new Line(World.NOW.plusSeconds(2), "WARN", "monitoring", "few labels"));

        assertThat(world.get("/v1/executions/" + id + "/logs").body().path("lines"))
                .hasSize(2);
        JsonNode later = world.get("/v1/executions/" + id + "/logs?after=" + World.NOW.plusSeconds(1))
                .body()
                .path("lines");
        assertThat(later).hasSize(1);
        assertThat(later.path(0).path("source").asText()).isEqualTo("monitoring");
        assertThat(later.path(0).path("message").asText()).isEqualTo("few labels");
        assertThat(world.get("/v1/executions/" + id + "/logs?after=yesterday")
                        .details()
                        .path(0)
                        .path("place")
                        .asText())
                .isEqualTo("query after");
        assertThat(world.get("/v1/executions/" + id + "/logs?limit=0").status()).isEqualTo(400);
        assertThat(world.get("/v1/executions/01ARZ3NDEKTSV4RRFFQ69G5FAV/logs").status())
                .isEqualTo(404);
    }

    @Test
    void reportFiles_areThereOnceTheMonitoringHasEnded() {
        String id = started("monitorings");
        String path = "/v1/projects/parcels/reports/" + id + "/files";
        assertThat(world.get(path).body().path("files")).isEmpty();

        record.record(
                context(id),
                WorkerOutcome.succeeded(Map.of("reportKey", "w/x/report.json", "pageKey", "w/x/report.html")));

        JsonNode files = world.get(path).body().path("files");
        assertThat(files).extracting(file -> file.path("name").asText()).containsExactly("report.json", "report.html");
        assertThat(files.path(1).path("url").asText()).contains("w/x/report.html");
        assertThat(world.get("/v1/projects/parcels/reports/" + started("trainings") + "/files")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void cancel_otherWork_stopsItsMachine() {
        String id = started("monitorings");

        world.post("/v1/executions/" + id + ":cancel", Map.of());

        assertThat(world.machines.stopped()).containsKey(id);
        assertThat(world.get("/v1/executions/" + id + "/history")
                        .body()
                        .path("events")
                        .path(1)
                        .path("type")
                        .asText())
                .isEqualTo("ExecutionAborted");
    }

    @Test
    void cancel_ended_is409() {
        String id = started("trainings");
        record.record(context(id), WorkerOutcome.succeeded(Map.of("version", 1)));

        World.Answer answer = world.post("/v1/executions/" + id + ":cancel", Map.of());

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("ALREADY_ENDED");
        assertThat(world.get("/v1/executions/" + id)
                        .body()
                        .path("result")
                        .path("version")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void list_byKindAndStatus_pages() {
        String first = started("trainings");
        record.record(context(first), WorkerOutcome.succeeded(Map.of()));
        String second = started("trainings");
        started("monitorings");

        JsonNode running = world.get("/v1/projects/parcels/executions?kind=training&status=RUNNING")
                .body();
        JsonNode page = world.get("/v1/projects/parcels/executions?limit=2").body();
        JsonNode rest = world.get("/v1/projects/parcels/executions?limit=2&pageToken="
                        + page.path("nextPageToken").asText())
                .body();

        assertThat(running.path("executions"))
                .extracting(one -> one.path("id").asText())
                .containsExactly(second);
        assertThat(page.path("executions")).hasSize(2);
        assertThat(rest.path("executions")).hasSize(1);
        assertThat(world.get("/v1/projects/parcels/executions?kind=train")
                        .details()
                        .path(0)
                        .path("place")
                        .asText())
                .isEqualTo("query kind");
    }

    @Test
    void report_ofAMonitoring_isTheStoredJson() {
        String id = started("monitorings");
        assertThat(world.get("/v1/projects/parcels/reports/" + id).code()).isEqualTo("NO_SUCH_REPORT");

        world.artifacts.write(
                "w/default/executions/" + id + "/report.json",
                "{\"drift\":[]}".getBytes(StandardCharsets.UTF_8),
                "application/json");

        assertThat(world.get("/v1/projects/parcels/reports/" + id).body().toString())
                .isEqualTo("{\"drift\":[]}");
        assertThat(world.get("/v1/projects/parcels/reports/" + started("trainings"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void results_beforeAndAfterTheEnd_is409ThenAnAddress() {
        world.register("01ARZ3NDEKTSV4RRFFQ69G5FAV");
        String key = "w/default/raw/parcels/_scoring/" + World.SHA;
        world.lake.write(key, new byte[] {1}, "text/csv");
        String id = world.post("/v1/projects/parcels/scorings", Map.of("key", key, "sha256", World.SHA, "version", 1))
                .body()
                .path("execution")
                .path("id")
                .asText();

        assertThat(world.get("/v1/scorings/" + id + "/results").status()).isEqualTo(409);
        record.record(
                context(id), WorkerOutcome.succeeded(Map.of("rows", 5, "resultKey", "w/default/executions/r.csv")));

        assertThat(world.get("/v1/scorings/" + id + "/results")
                        .body()
                        .path("url")
                        .asText())
                .contains("w/default/executions/r.csv");
    }

    @Test
    void datasets_afterAnIngestion_tellRowsWatermarkAndQuarantine() {
        String key = "w/default/raw/parcels/parcels/" + World.SHA;
        world.lake.write(key, new byte[] {1}, "text/csv");
        String id = world.post(
                        "/v1/projects/parcels/ingestions",
                        Map.of("dataset", "parcels", "key", key, "sha256", World.SHA))
                .body()
                .path("execution")
                .path("id")
                .asText();
        world.ledger.record(new Landed(Workspace.DEFAULT, "parcels", "parcels", "ing-1", id, 42L, 90, 2, World.NOW));
        world.lake.write(
                "w/default/quarantine/parcels/parcels/ing-1.jsonl",
                "{\"line\":7,\"rule\":\"known-depot\"}\n{\"line\":9,\"rule\":\"type\"}\n"
                        .getBytes(StandardCharsets.UTF_8),
                "application/x-ndjson");
        world.artifacts.write(
                "w/default/executions/" + id + "/profile.json",
                "{\"rows\":92}".getBytes(StandardCharsets.UTF_8),
                "application/json");
        record.record(
                context(id),
                WorkerOutcome.succeeded(
                        Map.of("ingestionId", "ing-1", "quarantined", 2, "watermark", "2026-02-01T00:00:00Z")));

        JsonNode dataset = world.get("/v1/projects/parcels/datasets")
                .body()
                .path("datasets")
                .path(0);
        JsonNode quarantine = world.get("/v1/projects/parcels/datasets/parcels/quarantine?limit=1")
                .body();

        assertThat(dataset.path("rows").asLong()).isEqualTo(90);
        assertThat(dataset.path("snapshotId").asLong()).isEqualTo(42);
        assertThat(dataset.path("watermark").asText()).isEqualTo("2026-02-01T00:00:00Z");
        assertThat(quarantine.path("ingestionId").asText()).isEqualTo("ing-1");
        assertThat(quarantine.path("total").asInt()).isEqualTo(2);
        assertThat(quarantine.path("rows")).hasSize(1);
        assertThat(quarantine.path("rows").path(0).path("rule").asText()).isEqualTo("known-depot");
        assertThat(world.get("/v1/projects/parcels/datasets/parcels/profile")
                        .body()
                        .path("rows")
                        .asInt())
                .isEqualTo(92);
        World.Answer unknown = world.get("/v1/projects/parcels/datasets/parcels/profile?ingestion=ing-2");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body().toString()).contains("NO_SUCH_INGESTION", "ing-2");
    }

    @Test
    void quarantine_withoutAnId_isThatOfTheNewestIngestionEvenIfItWasRejected() {
        String landed = ingestion();
        record.record(context(landed), WorkerOutcome.succeeded(Map.of("ingestionId", "ing-1", "quarantined", 2)));
        world.at(World.NOW.plusSeconds(60));
        String rejected = ingestion();
        String key = "w/default/quarantine/parcels/parcels/ing-2.jsonl";
        world.lake.write(
                key, "{\"line\":3,\"rule\":\"type\"}\n".getBytes(StandardCharsets.UTF_8), "application/x-ndjson");
        record.record(
                context(rejected),
                WorkerOutcome.failed(new Problem(
                        "TOO_MANY_QUARANTINED",
                        "Too many.",
                        List.of(
                                new Problem.Detail("line 3", "x", "a number"),
                                new Problem.Detail("quarantine", key, "mended rows")))));
        world.at(World.NOW.plusSeconds(120));
        record.record(context(ingestion()), WorkerOutcome.failed(new Problem("UPLOAD_NOT_FOUND", "No upload.")));

        JsonNode quarantine =
                world.get("/v1/projects/parcels/datasets/parcels/quarantine").body();

        assertThat(quarantine.path("ingestionId").asText()).isEqualTo("ing-2");
        assertThat(quarantine.path("rows").path(0).path("line").asInt()).isEqualTo(3);
    }

    private String ingestion() {
        String key = "w/default/raw/parcels/parcels/" + World.SHA;
        world.lake.write(key, new byte[] {1}, "text/csv");
        return world.post(
                        "/v1/projects/parcels/ingestions",
                        Map.of("dataset", "parcels", "key", key, "sha256", World.SHA))
                .body()
                .path("execution")
                .path("id")
                .asText();
    }

    private String started(String work) {
        return world.post("/v1/projects/parcels/" + work, Map.of())
                .body()
                .path("execution")
                .path("id")
                .asText();
    }

    private ExecutionContext context(String id) {
        return ExecutionContext.of(world.executions.find(Workspace.DEFAULT, id).orElseThrow());
    }

    @Test
    void triggers_none_isAnEmptyList() {
        assertThat(Json.write(world.get("/v1/projects/parcels/triggers").body()))
                .isEqualTo("{\"triggers\":[]}");
    }
}
