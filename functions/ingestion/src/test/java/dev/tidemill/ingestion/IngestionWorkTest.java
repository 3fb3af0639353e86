package dev.tidemill.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.Sha256;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.feature.FeatureKey;
import dev.tidemill.core.feature.FeatureRow;
import dev.tidemill.core.feature.InMemoryOnlineStore;
import dev.tidemill.core.ingestion.InMemoryIngestionLedger;
import dev.tidemill.core.ingestion.IngestionLedger.Landed;
import dev.tidemill.core.storage.InMemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestionWorkTest {
    private static final Instant NOW = Instant.parse("2013-02-01T00:00:00Z");
    private static final DatasetId WEATHER = new DatasetId(Workspace.DEFAULT, "towns", "weather");
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
    private static final String JANUARY = """
            town,hour,temp
            AA,2013-01-01T00:00:00Z,1.5
            AA,2013-01-01T01:00:00Z,2.5
            BB,2013-01-01T00:00:00Z,NA
            bb,2013-01-01T00:00:00Z,4
            """;

    @TempDir
    private Path folder;

    private final InMemoryObjectStore lakeObjects = new InMemoryObjectStore("lake");
    private final InMemoryObjectStore artifacts = new InMemoryObjectStore("artifacts");
    private final InMemoryIngestionLedger ledger = new InMemoryIngestionLedger();
    private final InMemoryOnlineStore online = new InMemoryOnlineStore();
    private final Lake lake = LocalLake.lake();
    private String revision = "";
    private IngestionWork work;

    @BeforeEach
    void push() {
        revision = ProjectReader.revisionId(FILES);
        ProjectReader.read(FILES);
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
                new MaterializeViews(artifacts, lake, online, folder, settings));
    }

    private WorkerCall call(String action, String execution, JsonNode request) {
        return new WorkerCall(
                action,
                new ExecutionContext("default", execution, "towns", revision, "ingestion", "c", List.of()),
                request,
                null,
                null,
                null);
    }

    private ObjectNode upload(String csv) {
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

    private WorkerOutcome ingest(String execution, JsonNode request) {
        return work.step(call("ingest", execution, request), () -> Duration.ofMinutes(10));
    }

    private Problem refused(JsonNode request) {
        return catchThrowableOfType(ProblemException.class, () -> ingest("x1", request))
                .problem();
    }

    @Test
    void ingest_fileWithOneBadRow_commitsTheOthersAndKeepsTheBadOne() {
        WorkerOutcome outcome = ingest("x1", upload(JANUARY));
        IngestResult result = Json.read(Objects.requireNonNull(outcome.result()), IngestResult.class);
        assertThat(result.status()).isEqualTo("COMMITTED");
        assertThat(result.rows()).isEqualTo(3);
        assertThat(result.quarantined()).isEqualTo(1);
        assertThat(result.watermark()).isEqualTo(Instant.parse("2013-01-01T02:00:00Z"));
        assertThat(result.profileKey()).isEqualTo("w/default/executions/x1/profile.json");
        JsonNode profile = Json.parse(new String(
                artifacts.read(Objects.requireNonNull(result.profileKey())).orElseThrow(), StandardCharsets.UTF_8));
        assertThat(profile.path("columns").path("temp").path("mean").asDouble()).isEqualTo(2.0);
        JsonNode kept = Json.parse(new String(
                lakeObjects.read(Objects.requireNonNull(result.quarantineKey())).orElseThrow(),
                StandardCharsets.UTF_8));
        assertThat(kept.path("line").asInt()).isEqualTo(5);
        assertThat(kept.path("faults").path(0).path("rule").asText()).isEqualTo("pattern");
        assertThat(kept.path("row").path("town").asText()).isEqualTo("bb");
        assertThat(outcome.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("DatasetIngested");
            assertThat(event.subject()).isEqualTo("weather");
            assertThat(event.detail().path("rows").asInt()).isEqualTo(3);
            assertThat(event.detail().path("watermark").asText()).isEqualTo("2013-01-01T02:00:00Z");
        });
        assertThat(ledger.list(Workspace.DEFAULT, "towns", "weather"))
                .containsExactly(new Landed(
                        Workspace.DEFAULT,
                        "towns",
                        "weather",
                        result.ingestionId(),
                        "x1",
                        Long.parseLong(result.snapshotId()),
                        3,
                        1,
                        NOW));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void ingest_sameFileByAnotherExecution_answersDuplicateWithTheEarlierResult() {
        IngestResult first =
                Json.read(Objects.requireNonNull(ingest("x1", upload(JANUARY)).result()), IngestResult.class);
        WorkerOutcome again = ingest("x2", upload(JANUARY));
        IngestResult second = Json.read(Objects.requireNonNull(again.result()), IngestResult.class);
        assertThat(second.status()).isEqualTo("DUPLICATE");
        assertThat(second.ingestionId()).isEqualTo(first.ingestionId());
        assertThat(second.snapshotId()).isEqualTo(first.snapshotId());
        assertThat(second.rows()).isEqualTo(3);
        assertThat(second.landedBy()).isEqualTo("x1");
        assertThat(again.events()).isEmpty();
        assertThat(lake.require(WEATHER).rows()).isEqualTo(3);
        assertThat(ledger.list(Workspace.DEFAULT, "towns", "weather")).hasSize(1);
    }

    @Test
    void ingest_sameExecutionAgain_answersTheSame() {
        WorkerOutcome first = ingest("x1", upload(JANUARY));
        WorkerOutcome again = ingest("x1", upload(JANUARY));
        assertThat(again.result()).isEqualTo(first.result());
        assertThat(again.events()).isEqualTo(first.events());
        assertThat(lake.require(WEATHER).rows()).isEqualTo(3);
    }

    @Test
    void ingest_tooManyBadRows_failsAndCommitsNothing() {
        WorkerOutcome outcome = ingest("x1", upload("town,hour,temp\naa,2013-01-01T00:00:00Z,1\nAA,x,99\n"));
        assertThat(outcome.hasSucceeded()).isFalse();
        Problem problem = Objects.requireNonNull(outcome.problem());
        assertThat(problem.code()).isEqualTo("TOO_MANY_QUARANTINED");
        assertThat(problem.message()).contains("2 of 2 rows of january.csv").contains("30.00%");
        assertThat(problem.details())
                .extracting(Problem.Detail::place)
                .startsWith(
                        "january.csv line 2, column town",
                        "january.csv line 3, column hour",
                        "january.csv line 3, column temp");
        String key = problem.details().getLast().value();
        assertThat(lakeObjects.read(key)).isPresent();
        assertThat(lake.current(WEATHER)).isEmpty();
        assertThat(ledger.list(Workspace.DEFAULT, "towns", "weather")).isEmpty();
        assertThat(artifacts.list("w/default/executions/")).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void ingest_fileFaults_areProblemsThatNameTheFile() {
        assertThat(refused(upload("")).message()).contains("january.csv").contains("an empty file");
        assertThat(refused(upload("town,hour\nAA,2013-01-01T00:00:00Z\n")).message())
                .contains("expected a column named temp");
        assertThat(refused(upload("PK\u0003\u0004\u0000rubbish")).code()).isEqualTo("INVALID_FILE");
        assertThat(lake.current(WEATHER)).isEmpty();
    }

    @Test
    void ingest_requestThatNamesWhatIsNotThere_isRefused() {
        ObjectNode request = upload(JANUARY);
        assertThat(refused(request.deepCopy().put("dataset", "wether")).details())
                .containsExactly(new Problem.Detail("request.dataset", "wether", "one of weather"));
        assertThat(refused(request.deepCopy().put("key", "w/other/raw/towns/weather/x"))
                        .code())
                .isEqualTo("INVALID_REQUEST");
        assertThat(refused(request.deepCopy().put("key", "w/default/raw/towns/weather/none"))
                        .code())
                .isEqualTo("UPLOAD_NOT_FOUND");
        assertThat(refused(request.deepCopy().put("sha256", "0".repeat(64))).code())
                .isEqualTo("CHECKSUM_MISMATCH");
        assertThatThrownBy(() -> work.step(call("ingst", "x1", request), () -> Duration.ofMinutes(10)))
                .hasMessage("action 'ingst': expected ingest or materialize");
        revision = "gone";
        assertThat(refused(request).code()).isEqualTo("NO_SUCH_REVISION");
    }

    @Test
    void ingest_withLessThanAMinuteLeft_doesNotBeginTheCommit() {
        ObjectNode request = upload(JANUARY);
        assertThatThrownBy(() -> work.step(call("ingest", "x1", request), () -> Duration.ofSeconds(59)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a commit needs");
        assertThat(lake.current(WEATHER)).isEmpty();
    }

    @Test
    void materialize_asOfATime_writesTheNewestValuesKnownThen() {
        ingest("x1", upload(JANUARY));
        WorkerOutcome outcome = work.step(
                call(
                        "materialize",
                        "x2",
                        Json.object().put("kind", "materialize").put("asOf", "2013-01-01T01:30:00Z")),
                () -> Duration.ofMinutes(10));
        JsonNode view = Objects.requireNonNull(outcome.result()).path("views").path("weather");
        assertThat(view.path("items").asInt()).isEqualTo(2);
        FeatureKey key = new FeatureKey(
                Workspace.DEFAULT, "towns", "weather", view.path("version").asText(), "AA");
        FeatureRow row = online.read(List.of(key)).get(key);
        assertThat(Objects.requireNonNull(row).values()).containsEntry("temp", 1.5);
        assertThat(outcome.events())
                .singleElement()
                .satisfies(event -> assertThat(event.type()).isEqualTo("FeaturesMaterialized"));
        work.step(call("materialize", "x3", Json.object().put("kind", "materialize")), () -> Duration.ofMinutes(10));
        assertThat(Objects.requireNonNull(online.read(List.of(key)).get(key)).values())
                .containsEntry("temp", 2.5);
    }

    @Test
    void materialize_unknownViewOrNothingIngested_isRefused() {
        ObjectNode request = Json.object().put("kind", "materialize");
        assertThatThrownBy(() -> work.step(call("materialize", "x1", request), () -> Duration.ofMinutes(10)))
                .hasMessageContaining("DATASET_NOT_INGESTED");
        request.putArray("views").add("wether");
        assertThatThrownBy(() -> work.step(call("materialize", "x1", request), () -> Duration.ofMinutes(10)))
                .hasMessageContaining("declares no view 'wether'");
    }
}
