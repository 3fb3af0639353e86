package dev.tidemill.ingestion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.columnar.DatasetId;
import dev.tidemill.columnar.Lake;
import dev.tidemill.columnar.LocalLake;
import dev.tidemill.columnar.SandboxSettings;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectReader;
import dev.tidemill.contract.project.PushedProject;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.core.Sha256;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.feature.InMemoryOnlineStore;
import dev.tidemill.core.ingestion.InMemoryIngestionLedger;
import dev.tidemill.core.storage.InMemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** A pushed project of hourly temperatures, its empty stores, and the function's use cases over them. */
final class Towns {
    static final Instant NOW = Instant.parse("2013-02-01T00:00:00Z");
    static final DatasetId WEATHER = new DatasetId(Workspace.DEFAULT, "towns", "weather");
    private static final String PROJECT = """
            apiVersion: tidemill/v1
            project: towns
            goal:
              problem: regression
              statement: How warm will it be?
              owners: {data-scientist: a@example.com, data-engineer: b@example.com, ml-engineer: c@example.com}
            datasets:
              weather:
                source: {format: csv, null-values: [NA]}
                key: [town, hour]
                event-time: hour
                available-after: PT1H
                max-quarantined: 30%
                columns:
                  town: {type: string, required: true, pattern: "[A-Z]+"}
                  hour: {type: timestamp, required: true}
                  temp: {type: double, min: -60, max: 60}
            request:
              key: [town, at]
              time: at
              columns:
                town: {type: string, required: true, entity: town}
            features:
              views:
                weather: {entity: town, sql: features/weather.sql, join: latest, ttl: PT6H}
            label: {name: temp, sql: features/labels.sql, horizon: PT1H}
            training:
              examples: {sql: features/requests.sql}
              inputs: {numeric: [weather.temp]}
              split: {by: time, validation: P1D, test: P1D}
              trainer: {algorithm: xgboost, rounds: 10, max-depth: 3, learning-rate: 0.1, seed: 7}
            evaluation: {metrics: [rmse], cluster: day}
            serving: {model: warmth}
            """;
    private static final Map<String, String> FILES = Map.of(
            "project.yaml",
            PROJECT,
            "features/weather.sql",
            "SELECT town, hour AS event_time, _available_at AS available_at, temp FROM weather",
            "features/labels.sql",
            "SELECT town, hour AS at, temp AS value, _available_at AS available_at FROM weather",
            "features/requests.sql",
            "SELECT town, hour AS at FROM weather");
    static final String JANUARY = """
            town,hour,temp
            AA,2013-01-01T00:00:00Z,1.5
            AA,2013-01-01T01:00:00Z,2.5
            BB,2013-01-01T00:00:00Z,NA
            bb,2013-01-01T00:00:00Z,4
            """;

    final InMemoryObjectStore lakeObjects = new InMemoryObjectStore("lake");
    final InMemoryObjectStore artifacts = new InMemoryObjectStore("artifacts");
    final InMemoryIngestionLedger ledger = new InMemoryIngestionLedger();
    final InMemoryOnlineStore online = new InMemoryOnlineStore();
    final Lake lake = LocalLake.lake();
    String revision = ProjectReader.revisionId(FILES);
    final IngestionWork work;

    /** @param folder in which executions work */
    Towns(Path folder) {
        PushedProject pushed =
                new PushedProject(PushedProject.FORMAT, "towns", revision, FILES, null, false, NOW, List.of("weather"));
        artifacts.write(
                PushedProject.key(Workspace.DEFAULT, "towns", revision),
                Json.write(pushed).getBytes(StandardCharsets.UTF_8),
                "application/json");
        SandboxSettings settings = new SandboxSettings(512L << 20, 2);
        work = new IngestionWork(
                new IngestDataset(
                        lakeObjects, artifacts, lake, ledger, new Ulid(), InstantSource.fixed(NOW), folder, settings),
                new MaterializeViews(artifacts, lake, online, folder, settings),
                new PinDatasets(artifacts, lake));
    }

    WorkerCall call(String action, String execution, JsonNode request) {
        return new WorkerCall(
                action,
                new ExecutionContext("default", execution, "towns", revision, "ingestion", "c", List.of()),
                request,
                null,
                null,
                null);
    }

    ObjectNode upload(String csv) {
        String sha256 = Sha256.hex(csv);
        String key = "w/default/raw/towns/weather/" + sha256;
        lakeObjects.write(key, csv.getBytes(StandardCharsets.UTF_8), "text/csv");
        return Json.object()
                .put("kind", "ingest")
                .put("dataset", "weather")
                .put("key", key)
                .put("sha256", sha256)
                .put("size", csv.length())
                .put("filename", "january.csv");
    }
}
