package dev.tidemill.monitoring;

import dev.tidemill.aws.sqs.CaptureMessage;
import dev.tidemill.columnar.FolderDatabase;
import dev.tidemill.columnar.Labels;
import dev.tidemill.columnar.SandboxSettings;
import dev.tidemill.columnar.SqlText;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.capture.CapturedPrediction;
import dev.tidemill.contract.capture.CapturedPrediction.LookedUp;
import dev.tidemill.contract.model.ModelManifest;
import dev.tidemill.contract.project.ProjectReader;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.PushedProject;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.registry.InMemoryRegistry;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.storage.InMemoryObjectStore;
import dev.tidemill.learning.Baseline;
import dev.tidemill.learning.Calibration;
import dev.tidemill.learning.EncoderState;
import dev.tidemill.learning.GoldenRow;
import dev.tidemill.learning.ModelBundle;
import dev.tidemill.learning.ReferenceSummary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A watched model of late parcels, with stores in memory and labels that a test names. */
final class Parcels {
    static final Workspace TENANT = Workspace.DEFAULT;
    static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    static final Instant CUT_OFF = Instant.parse("2026-03-01T00:00:00Z");
    static final SandboxSettings SETTINGS = new SandboxSettings(128L << 20, 1);
    static final ExecutionContext EXECUTION = new ExecutionContext(
            "default", "01K00000000000000000000001", "late-parcels", "rev", "monitoring", "corr", List.of());

    private static final String PROJECT = """
            apiVersion: tidemill/v1
            project: late-parcels
            goal: {problem: binary, statement: "Will a parcel arrive late?"}
            datasets:
              parcels:
                source: {format: csv}
                key: [parcel]
                event-time: sent_at
                available-after: PT8H
                columns:
                  parcel: {type: string, required: true}
                  depot: {type: string, required: true}
                  sent_at: {type: timestamp, required: true}
            request:
              key: [parcel]
              time: predict_at
              columns:
                parcel: {type: string, required: true}
                depot: {type: string, required: true, entity: depot}
                weight: {type: double}
            features:
              views:
                weather: {entity: depot, sql: features/weather.sql, ttl: PT6H}
            label: {name: late, sql: features/labels.sql, horizon: HORIZON}
            training:
              examples: {sql: features/requests.sql}
              inputs: {numeric: [weight, weather.rain], categorical: [depot]}
              split: {by: time, validation: P1M, test: P1M}
              trainer: {algorithm: xgboost}
              resources: {vcpus: 2, memory: 4GB}
            evaluation:
              metrics: [log-loss, brier]
              baseline: {mean-by: [depot]}
              slices: [depot]
              minimum-rows: 4
            serving: {model: parcel-delay, threshold: 0.5}
            monitoring: {window: P1M, retrain-on: {new-labels: 5}}
            """;

    final InMemoryObjectStore artifacts = new InMemoryObjectStore("artifacts");
    final InMemoryObjectStore capture = new InMemoryObjectStore("capture");
    final InMemoryRegistry registry = new InMemoryRegistry();
    final Champion.Finder champions = new Champion.Finder(registry, artifacts);
    private final Path folder;
    private final List<String> labels = new ArrayList<>();
    private Instant watermark = Instant.parse("2026-03-20T00:00:00Z");

    Parcels(Path folder) {
        this(folder, "PT0S");
    }

    Parcels(Path folder, String horizon) {
        this.folder = folder;
        Map<String, String> files = Map.of(
                "project.yaml",
                PROJECT.replace("HORIZON", horizon),
                "features/weather.sql",
                "SELECT 1",
                "features/labels.sql",
                "SELECT parcel, true AS value, _available_at AS available_at FROM parcels",
                "features/requests.sql",
                "SELECT 1");
        PushedProject pushed = new PushedProject(
                PushedProject.FORMAT, "late-parcels", "rev", files, null, false, NOON, List.of("parcels"));
        artifacts.write(
                PushedProject.key(TENANT, "late-parcels", "rev"),
                Json.write(pushed).getBytes(StandardCharsets.UTF_8),
                "application/json");
        this.spec = ProjectReader.readStored(files);
    }

    final ProjectSpec spec;

    DrainCaptures drain() {
        return new DrainCaptures(capture, folder, SETTINGS);
    }

    JoinLabels joinLabels() {
        LabelSource source = (sandbox, workspace, project, until) -> {
            Path file = sandbox.newFile(".parquet");
            String rows = labels.isEmpty() ? "('', NULL, NULL, false)" : String.join(", ", labels);
            Instant known = until != null && until.isBefore(watermark) ? until : watermark;
            try (FolderDatabase analysis = FolderDatabase.open(sandbox.folder(), SETTINGS)) {
                analysis.execute("COPY (SELECT key_hash, CAST(v AS DOUBLE) AS \"value\", CAST(a AS TIMESTAMPTZ) AS"
                        + " available_at, corrected FROM (VALUES " + rows + ") t(key_hash, v, a, corrected) WHERE"
                        + " key_hash <> '' AND a::TIMESTAMPTZ <= " + SqlText.literal(known) + ") TO "
                        + SqlText.literal(file.toString()));
            }
            return new Labels.Known(file, known, labels.size());
        };
        return new JoinLabels(source, champions, artifacts, capture, folder, SETTINGS);
    }

    WriteReport writeReport() {
        return new WriteReport(champions, artifacts, folder, SETTINGS);
    }

    Parcels watermark(Instant time) {
        watermark = time;
        return this;
    }

    /** Adds a label; a null value closes the parcel without one. */
    Parcels label(String parcel, @Nullable Integer value, String availableAt, boolean corrected) {
        labels.add("('" + hash(parcel) + "', " + value + ", '" + availableAt + "', " + corrected + ")");
        return this;
    }

    static String hash(String parcel) {
        return Json.hash(Map.of("parcel", parcel));
    }

    /** Registers a version and makes it the champion; its reference is weights 1 to 40, no rain missing, two depots. */
    ModelVersion champion() {
        ReferenceSummary.Builder rows =
                new ReferenceSummary.Builder(List.of("weight", "weather.rain"), List.of("depot"));
        for (int i = 1; i <= 40; i++) {
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("weight", (double) i);
            row.put("weather.rain", (double) (i % 7));
            row.put("depot", i % 2 == 0 ? "north" : "south");
            rows.add(row);
        }
        ModelBundle bundle = ModelBundle.of(new ModelBundle.Parts(
                spec,
                "rev",
                Map.of("weather.rain", ColumnType.DOUBLE),
                Map.of("weather", "0123456789abcdef"),
                new EncoderState(
                        EncoderState.VERSION,
                        List.of(
                                new EncoderState.Numeric("weight", null, false),
                                new EncoderState.Numeric("weather.rain", null, false)),
                        List.of(new EncoderState.Categorical("depot", List.of("north", "south"), "other"))),
                EmptyModel.ubjson(5),
                0f,
                new Calibration.Identity(),
                new Baseline(List.of("depot"), 0.5, Map.of("[\"north\"]", 0.25, "[\"south\"]", 0.75)),
                rows.build(),
                golden()));
        String key = "w/default/models/parcel-delay/01K00000000000000000000000/bundle";
        bundle.files().forEach((name, content) -> artifacts.write(key + "/" + name, content, "application/json"));
        Registry.Change change = new Registry.Change("test", "", "corr", NOON);
        ModelVersion version = registry.createVersion(
                new ModelVersion(
                        TENANT,
                        "parcel-delay",
                        0,
                        "01K0000000000000000000000"
                                + (1 + registry.versions(TENANT, "parcel-delay").size()),
                        "0123456789abcdef0123456789abcdef",
                        key,
                        Json.write(manifest(key, bundle.sha256())),
                        "card",
                        "Candidate",
                        Map.of(),
                        NOON,
                        NOON,
                        "test"),
                change);
        registry.moveAlias(TENANT, "parcel-delay", "champion", version.number(), change);
        return version;
    }

    /** Rows of the test split, scored from 1/41 to 40/41. */
    private static List<GoldenRow> golden() {
        List<GoldenRow> rows = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            rows.add(new GoldenRow(NOON, Map.of(), Map.of(), List.of(), Map.of("probability", i / 41.0)));
        }
        return rows;
    }

    private static ModelManifest manifest(String key, String sha256) {
        return new ModelManifest(
                1,
                "default",
                "late-parcels",
                "parcel-delay",
                "binary",
                "rev",
                null,
                false,
                "01K00000000000000000000000",
                "0123456789abcdef0123456789abcdef",
                "job",
                NOON,
                1000,
                new ModelManifest.Environment("25", "Linux", "amd64", "cpu", "none", Map.of("x", "1")),
                Map.of("rounds", "1"),
                Map.of("log-loss", 0.3, "brier", 0.1),
                key,
                sha256,
                List.of(),
                Map.of(),
                "0".repeat(64),
                40,
                10,
                10,
                CUT_OFF,
                CUT_OFF,
                "pass",
                List.of(),
                "card");
    }

    /** Begins a prediction of version 1 that a test changes as it likes. */
    static Prediction prediction(String parcel, Instant time) {
        return new Prediction(parcel, time);
    }

    /** Files predictions as the capture function would. */
    void capture(List<Prediction> predictions) {
        drain().drain(List.of(new DrainCaptures.Message("m", message(predictions))));
    }

    static String message(List<Prediction> predictions) {
        return Json.write(new CaptureMessage(
                1,
                "default",
                "parcel-delay",
                predictions.stream().map(p -> Json.tree(p.build())).collect(Collectors.toList()),
                null));
    }

    /** A captured prediction in the making. */
    static final class Prediction {
        private final String parcel;
        private final Instant time;
        private String channel = "online";
        private String id;
        private int version = 1;
        private @Nullable Double weight = 10.0;
        private @Nullable Double rain = 1.0;
        private String depot = "north";
        private double probability = 0.5;

        private Prediction(String parcel, Instant time) {
            this.parcel = parcel;
            this.time = time;
            this.id = Ulid.derived(NOON, parcel);
        }

        Prediction channel(String name) {
            channel = name;
            return this;
        }

        Prediction id(String text) {
            id = text;
            return this;
        }

        Prediction version(int number) {
            version = number;
            return this;
        }

        Prediction weight(@Nullable Double value) {
            weight = value;
            return this;
        }

        Prediction rain(@Nullable Double value) {
            rain = value;
            return this;
        }

        Prediction depot(String name) {
            depot = name;
            return this;
        }

        Prediction probability(double value) {
            probability = value;
            return this;
        }

        CapturedPrediction build() {
            Map<String, @Nullable Object> request = new LinkedHashMap<>();
            request.put("parcel", parcel);
            request.put("depot", depot);
            request.put("weight", weight);
            Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
            inputs.put("weight", weight);
            inputs.put("weather.rain", rain);
            inputs.put("depot", depot);
            Map<String, @Nullable Object> output = new LinkedHashMap<>();
            output.put("probability", probability);
            output.put("prediction", probability >= 0.5);
            return new CapturedPrediction(
                    1,
                    id,
                    "default",
                    "late-parcels",
                    "parcel-delay",
                    version,
                    channel,
                    time,
                    NOON,
                    Map.of("parcel", parcel),
                    hash(parcel),
                    request,
                    inputs,
                    Map.of(
                            "weather.rain",
                            new LookedUp(
                                    rain, rain == null ? null : 60L, rain == null ? "MISSING" : "PRESENT", "store")),
                    output,
                    "corr",
                    null);
        }
    }
}
