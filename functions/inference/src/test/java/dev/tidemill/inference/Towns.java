package dev.tidemill.inference;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.lambda.Callers;
import dev.tidemill.aws.lambda.FakeContext;
import dev.tidemill.columnar.DatasetId;
import dev.tidemill.columnar.DatasetIngest;
import dev.tidemill.columnar.Lake;
import dev.tidemill.columnar.LocalLake;
import dev.tidemill.columnar.PreparedIngestion;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.SandboxSettings;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.model.ModelManifest;
import dev.tidemill.contract.project.ProjectReader;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.Entrance;
import dev.tidemill.core.capture.InMemoryCaptureQueue;
import dev.tidemill.core.feature.FeatureKey;
import dev.tidemill.core.feature.FeatureRow;
import dev.tidemill.core.feature.FeatureStatus;
import dev.tidemill.core.feature.InMemoryOnlineStore;
import dev.tidemill.core.registry.InMemoryRegistry;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.storage.InMemoryObjectStore;
import dev.tidemill.inference.scoring.Scoring;
import dev.tidemill.inference.scoring.ScoringStores;
import dev.tidemill.inference.serving.FeatureLookup;
import dev.tidemill.inference.serving.PredictRequests;
import dev.tidemill.inference.serving.ServedModels;
import dev.tidemill.learning.Baseline;
import dev.tidemill.learning.Calibration;
import dev.tidemill.learning.EncodedRows;
import dev.tidemill.learning.Encoder;
import dev.tidemill.learning.EncoderState;
import dev.tidemill.learning.FittedModel;
import dev.tidemill.learning.GoldenRow;
import dev.tidemill.learning.LookedUp;
import dev.tidemill.learning.ModelBundle;
import dev.tidemill.learning.ReferenceSummary;
import dev.tidemill.learning.Request;
import dev.tidemill.learning.RequestPath;
import dev.tidemill.learning.ViewVersions;
import dev.tidemill.learning.XGBoostTraining;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A trained model of frost in towns, with stores in memory and a clock that a test turns. */
final class Towns implements InstantSource {
    static final Instant NOON = Instant.parse("2026-01-10T12:00:00Z");
    static final Workspace TENANT = Workspace.DEFAULT;
    private static final Map<String, String> FILES = Map.of(
            "project.yaml",
            """
            apiVersion: tidemill/v1
            project: towns
            goal:
              problem: binary
              statement: Will there be frost?
              owners: {data-scientist: a@example.com, data-engineer: b@example.com, ml-engineer: c@example.com}
            datasets:
              weather:
                source: {format: csv}
                key: [town, hour]
                event-time: hour
                available-after: PT1H
                columns:
                  town: {type: string, required: true}
                  hour: {type: timestamp, required: true}
                  temp: {type: double}
            request:
              key: [town, at]
              time: at
              columns:
                town: {type: string, required: true, pattern: "[A-Z]+", entity: town}
                height: {type: int, required: true, min: 0}
                wind: {type: double}
                sunny: {type: bool}
                since: {type: timestamp}
            features:
              views:
                weather: {entity: town, sql: features/weather.sql, join: latest, ttl: PT6H}
            label: {name: frost, sql: features/labels.sql, horizon: PT1H}
            training:
              examples: {sql: features/requests.sql}
              inputs: {numeric: [height, wind, sunny, weather.temp], categorical: [town]}
              split: {by: time, validation: P1D, test: P1D}
              trainer: {algorithm: xgboost, rounds: 5, max-depth: 3, learning-rate: 0.3, seed: 7}
            evaluation: {metrics: [log-loss], cluster: day}
            serving: {model: frost, threshold: 0.5}
            """,
            "features/weather.sql",
            "SELECT town, hour AS event_time, _available_at AS available_at, temp FROM weather",
            "features/labels.sql",
            "SELECT town, hour AS at, temp < 0 AS value, _available_at AS available_at FROM weather",
            "features/requests.sql",
            "SELECT town, 1 AS height, 1.0 AS wind, true AS sunny, hour AS since, hour AS at FROM weather");
    private static final ProjectSpec SPEC = ProjectReader.readStored(FILES);
    private static final Map<String, ColumnType> FEATURES = Map.of("weather.temp", ColumnType.DOUBLE);
    private static final Encoder ENCODER = new Encoder(new EncoderState(
            EncoderState.VERSION,
            List.of(
                    new EncoderState.Numeric("height", null, false),
                    new EncoderState.Numeric("wind", null, false),
                    new EncoderState.Numeric("sunny", null, false),
                    new EncoderState.Numeric("weather.temp", null, false)),
            List.of(new EncoderState.Categorical("town", List.of("AA", "BB"), "other"))));
    private static final XGBoostTraining.Trained TREES = train();

    final InMemoryObjectStore artifacts = new InMemoryObjectStore("artifacts");
    final InMemoryObjectStore capture = new InMemoryObjectStore("capture");
    final InMemoryObjectStore uploads = new InMemoryObjectStore("lake");
    final InMemoryRegistry registry = new InMemoryRegistry();
    final InMemoryOnlineStore online = new InMemoryOnlineStore();
    final InMemoryCaptureQueue queue = new InMemoryCaptureQueue();
    final Lake lake = LocalLake.lake();
    Instant now = NOON;
    private final Path folder;
    private final ServedModels models = new ServedModels(registry, artifacts, this);

    Towns(Path folder) {
        this.folder = folder;
    }

    @Override
    public Instant instant() {
        return now;
    }

    InferenceHandler inference() {
        PredictRequests predict = new PredictRequests(new FeatureLookup(online), queue, new Ulid(), this);
        return new InferenceHandler(
                new Inference(
                        new InferenceDoor(models, predict, Entrance.CLOSED, this, "test"), new VerifyOnline(models)),
                Callers.OPEN);
    }

    ScoringHandler scoring(int chunkRows) {
        ScoringStores stores =
                new ScoringStores(lake, uploads, artifacts, capture, folder, new SandboxSettings(256L << 20, 1));
        return new ScoringHandler(Scoring.of(models, stores, this, chunkRows));
    }

    private static XGBoostTraining.Trained train() {
        EncodedRows rows = new EncodedRows(ENCODER.columnNames().size());
        float[] labels = new float[200];
        for (int i = 0; i < labels.length; i++) {
            Map<String, @Nullable Object> inputs = new HashMap<>();
            inputs.put("height", (long) (i * 37 % 500));
            inputs.put("wind", i % 5 == 0 ? null : (Double) (i % 11 * 0.7));
            inputs.put("sunny", i % 2 == 0);
            inputs.put("weather.temp", i % 7 == 0 ? null : (Double) (i * 13 % 41 - 20.5));
            inputs.put("town", i % 3 == 0 ? "AA" : i % 3 == 1 ? "BB" : "CC");
            rows.add(ENCODER.encode(inputs));
            labels[i] = (i * 13 % 41 - 20.5) + (i * 37 % 500) * -0.02 < -4 ? 1 : 0;
        }
        return new XGBoostTraining(Objects.requireNonNull(SPEC.training()).trainer(), ProjectSpec.Problem.BINARY, 1)
                .train(rows, labels, rows, labels, (round, metric, training, validation) -> {});
    }

    private static List<GoldenRow> golden() {
        RequestPath path = RequestPath.untrained(SPEC, FEATURES)
                .with(new FittedModel(
                        ProjectSpec.Problem.BINARY, ENCODER, TREES.trees(), new Calibration.Identity(), 0.5));
        List<GoldenRow> golden = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Map<String, @Nullable Object> raw = new HashMap<>();
            raw.put("town", i % 4 == 0 ? "CC" : "AA");
            raw.put("height", 20L * i);
            raw.put("wind", i % 3 == 0 ? null : (Double) (i / 3.0));
            raw.put("sunny", i % 5 == 0 ? null : (Boolean) (i % 2 == 0));
            raw.put("since", i % 2 == 0 ? null : NOON.minusSeconds(i));
            raw.put("at", NOON.plusSeconds(i));
            Request request = path.request(raw, NOON, name -> name);
            LookedUp temp = i % 6 == 0
                    ? LookedUp.MISSING
                    : new LookedUp(i / 7.0 - 2, FeatureStatus.PRESENT, null, LookedUp.Source.STORE);
            golden.add(GoldenRow.of(path.predict(request, Map.of("weather.temp", temp))));
        }
        return golden;
    }

    /** Registers a version, with the alias champion on it. */
    ModelVersion champion() {
        return register(golden());
    }

    /** Registers a version whose first golden row has another output than the model gives. */
    ModelVersion forged() {
        List<GoldenRow> golden = new ArrayList<>(golden());
        GoldenRow first = golden.getFirst();
        golden.set(
                0,
                new GoldenRow(
                        first.time(),
                        first.request(),
                        first.features(),
                        first.encoded(),
                        Map.of("probability", 0.123, "prediction", false)));
        return register(golden);
    }

    private ModelVersion register(List<GoldenRow> golden) {
        ModelBundle bundle = ModelBundle.of(new ModelBundle.Parts(
                SPEC,
                "rev",
                FEATURES,
                ViewVersions.of(SPEC),
                ENCODER.state(),
                TREES.ubjson(),
                TREES.trees().baseMargin(),
                new Calibration.Identity(),
                new Baseline(List.of(), 0.5, Map.of()),
                new ReferenceSummary.Builder(List.of("height"), List.of("town")).build(),
                golden));
        int number = 1 + registry.versions(TENANT, "frost").size();
        String key = "w/default/models/frost/x" + number + "/bundle";
        bundle.files().forEach((name, content) -> artifacts.write(key + "/" + name, content, "application/json"));
        Registry.Change change = new Registry.Change("test", "", "corr", NOON);
        ModelVersion version = registry.createVersion(
                new ModelVersion(
                        TENANT,
                        "frost",
                        0,
                        "x" + number,
                        "0".repeat(32),
                        key,
                        Json.write(manifest(key, bundle.sha256())),
                        "card",
                        "Candidate",
                        Map.of(),
                        NOON,
                        NOON,
                        "test"),
                change);
        registry.moveAlias(TENANT, "frost", "champion", version.number(), change);
        return version;
    }

    private static ModelManifest manifest(String key, String sha256) {
        return new ModelManifest(
                1,
                "default",
                "towns",
                "frost",
                "binary",
                "rev",
                null,
                false,
                "x",
                "0".repeat(32),
                "job",
                NOON,
                1,
                new ModelManifest.Environment("25", "Linux", "amd64", "cpu", "none", Map.of("x", "1")),
                Map.of("rounds", "5"),
                Map.of("log-loss", 0.3),
                key,
                sha256,
                List.of(),
                Map.of(),
                "0".repeat(64),
                200,
                1,
                1,
                NOON,
                NOON,
                "pass",
                List.of(),
                "card");
    }

    /** Stores a town's temperature online. */
    Towns temperature(String town, double value, Instant event) {
        FeatureKey key =
                new FeatureKey(TENANT, "towns", "weather", ViewVersions.of(SPEC).getOrDefault("weather", ""), town);
        online.write(List.of(new FeatureRow(key, event, event.plusSeconds(3600), 1, Map.of("temp", value))));
        return this;
    }

    /** Ingests weather into the lake. */
    Towns weather(String csv) {
        DatasetId id = new DatasetId(TENANT, "towns", "weather");
        try (Sandbox sandbox = Sandbox.open(folder, "ingest", new SandboxSettings(256L << 20, 1))) {
            Path file = Files.writeString(sandbox.newFile(".csv"), csv);
            PreparedIngestion prepared = new DatasetIngest(
                            sandbox,
                            "weather",
                            Objects.requireNonNull(SPEC.datasets().get("weather")))
                    .prepare(file, "weather.csv", Map.of());
            lake.append(id, sandbox, prepared, new Lake.AppendRequest("i1", "x1", "f1", NOON));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static WorkerCall call(String action, JsonNode request, @Nullable JsonNode previous, @Nullable JsonNode item) {
        ExecutionContext execution = new ExecutionContext(
                "default", Ulid.derived(NOON, "score"), "towns", "rev", "batch-scoring", "corr", List.of());
        return new WorkerCall(action, execution, request, previous, null, item);
    }

    /** Calls a handler with any event. */
    static JsonNode invoke(com.amazonaws.services.lambda.runtime.RequestStreamHandler handler, Object event) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            handler.handleRequest(
                    new ByteArrayInputStream(Json.write(event).getBytes(StandardCharsets.UTF_8)),
                    out,
                    new FakeContext());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Json.parse(out.toString(StandardCharsets.UTF_8));
    }
}
