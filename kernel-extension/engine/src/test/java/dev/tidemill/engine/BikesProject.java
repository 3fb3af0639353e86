package dev.tidemill.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.columnar.DatasetId;
import dev.tidemill.columnar.DatasetIngest;
import dev.tidemill.columnar.DatasetState;
import dev.tidemill.columnar.Lake;
import dev.tidemill.columnar.Lake.AppendRequest;
import dev.tidemill.columnar.LocalLake;
import dev.tidemill.columnar.PreparedIngestion;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.SandboxSettings;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectReader;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.DatasetSpec;
import dev.tidemill.core.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** A small project about rides of bikes in a lake of its own, and the answers of an API that has it. */
final class BikesProject {
    private static final String YAML = """
            apiVersion: tidemill/v1
            project: bikes
            goal: {problem: binary, statement: Whether a ride is long}
            datasets:
              rides:
                source: {format: csv, null-values: [NA]}
                key: [ride]
                event-time: started
                available-at: {sql: "started + to_minutes(coalesce(minutes, 60))"}
                outcomes: [minutes]
                columns:
                  ride:    {type: int, required: true}
                  started: {type: timestamp, required: true}
                  station: {type: string, required: true}
                  minutes: {type: int}
              weather:
                source: {format: csv}
                key: [station, hour]
                event-time: hour
                available-after: PT1H
                columns:
                  station: {type: string, required: true}
                  hour:    {type: timestamp, required: true}
                  temp:    {type: double}
            request:
              key: [ride]
              time: predict_at
              columns:
                starts:  {type: timestamp, required: true}
                station: {type: string, required: true, entity: station}
                ride:    {type: int, required: true}
            features:
              views:
                weather: {entity: station, sql: features/weather.sql, join: latest, ttl: PT3H}
                traffic:
                  entity: station
                  from: rides
                  window: PT6H
                  by: available-at
                  columns: {rides: count(*), mean_minutes: avg(minutes)}
              on-demand:
                hour:   {type: int, expression: "starts.getHours('Europe/Berlin')"}
                cold:   {type: bool, expression: "weather.temp < 100.0"}
                wait:   {type: double, expression: "double(hour) / 2.0 + traffic.mean_minutes"}
            label: {name: long, sql: features/labels.sql, positive: true, horizon: PT0S}
            training:
              examples: {sql: features/requests.sql}
              inputs: {numeric: [weather.temp, traffic.rides, hour, cold, wait], categorical: [station]}
              split: {by: time, validation: P1D, test: P1D}
              trainer: {algorithm: xgboost, rounds: 10}
            serving: {model: long-ride}
            """;

    final Lake lake = LocalLake.lake();
    final FakeApi api = new FakeApi();
    final Map<String, String> files;
    final ProjectSpec spec;

    private final Path folder;

    /** Ten days with a ride every two hours at A or B, and hourly weather at A alone. */
    BikesProject(Path folder) throws IOException {
        this.folder = folder;
        this.files = Map.of(
                "project.yaml", YAML,
                "features/weather.sql",
                        "SELECT station, hour AS event_time, _available_at AS available_at, temp FROM weather",
                "features/requests.sql",
                        "SELECT started AS starts, station, ride, started - INTERVAL 1 HOUR AS predict_at FROM rides",
                "features/labels.sql", "SELECT ride, minutes > 15 AS value, _available_at AS available_at FROM rides");
        this.spec = ProjectReader.read(files);
        api.answers.put("/v1/projects/bikes", "{\"revision\": \"r1\"}");
        api.answers.put(
                "/v1/projects/bikes/revisions/r1",
                Json.write(Json.object().<ObjectNode>set("files", Json.tree(files))));
        StringBuilder rides = new StringBuilder("ride,started,station,minutes\n");
        StringBuilder weather = new StringBuilder("station,hour,temp\n");
        for (int hour = 0; hour < 240; hour++) {
            Instant start = Instant.parse("2013-01-01T00:00:00Z").plusSeconds(3_600L * hour);
            if (hour % 24 != 7) {
                weather.append("A,").append(start).append(',').append(hour).append('\n');
            }
            if (hour % 2 == 0) {
                String minutes = hour == 100 ? "NA" : hour % 4 == 0 ? "10" : "20";
                String station = hour % 6 == 0 ? "B" : "A";
                rides.append(hour + "," + start + "," + station + "," + minutes + "\n");
            }
        }
        ingest("rides", rides.toString());
        ingest("weather", weather.toString());
    }

    private void ingest(String dataset, String csv) throws IOException {
        DatasetId id = new DatasetId(Workspace.DEFAULT, "bikes", dataset);
        DatasetSpec contract = spec.datasets().get(dataset);
        if (contract == null) {
            throw new IllegalArgumentException(dataset);
        }
        try (Sandbox sandbox = sandbox()) {
            Path file = Files.writeString(sandbox.folder().resolve("x.csv"), csv);
            PreparedIngestion prepared =
                    new DatasetIngest(sandbox, dataset, contract).prepare(file, dataset + ".csv", Map.of());
            lake.append(
                    id,
                    sandbox,
                    prepared,
                    new AppendRequest(dataset + "-1", "x", dataset + "-1", Instant.parse("2014-01-01T00:00:00Z")));
        }
        answer(id);
    }

    /** Copies the data files out of the lake and answers as the API does, with addresses of the copies. */
    private void answer(DatasetId id) throws IOException {
        DatasetState state = lake.require(id);
        ObjectNode json = Json.object()
                .put("dataset", id.dataset())
                .put("snapshotId", state.snapshotId())
                .put("sequence", state.sequence())
                .put("rows", state.rows())
                .put("watermark", state.watermark().toString());
        ObjectNode columns = json.putObject("columns");
        state.columns().forEach((name, type) -> columns.put(name, type.name().toLowerCase(Locale.ROOT)));
        json.set("ingestions", Json.tree(state.ingestions()));
        ArrayNode files = json.putArray("files");
        Path store = Files.createDirectories(folder.resolve("store/" + id.dataset()));
        try (Sandbox sandbox = sandbox()) {
            for (Path file : lake.download(id, state.snapshotId(), sandbox, null)) {
                String name = String.valueOf(file.getFileName()).substring("lake-".length());
                Path copy = Files.copy(file, store.resolve(name));
                files.addObject()
                        .put("name", name)
                        .put("url", copy.toUri().toString())
                        .put("size", Files.size(copy));
            }
        }
        String path = "/v1/projects/bikes/datasets/" + id.dataset() + "/files";
        api.answers.put(path, Json.write(json));
        api.answers.put(path + "?snapshot=" + state.snapshotId(), Json.write(json));
    }

    Sandbox sandbox() {
        return Sandbox.open(folder, "test", new SandboxSettings(512L << 20, 2));
    }
}
