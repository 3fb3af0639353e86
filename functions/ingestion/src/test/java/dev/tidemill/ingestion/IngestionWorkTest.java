package dev.tidemill.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.feature.FeatureKey;
import dev.tidemill.core.feature.FeatureRow;
import dev.tidemill.core.ingestion.IngestionLedger.Landed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestionWorkTest {
    @TempDir
    private Path folder;

    private Towns towns;

    @BeforeEach
    void push() {
        towns = new Towns(folder);
    }

    private WorkerOutcome ingest(String execution, JsonNode request) {
        return towns.work.step(towns.call("ingest", execution, request), () -> Duration.ofMinutes(10));
    }

    private Problem refused(JsonNode request) {
        return catchThrowableOfType(ProblemException.class, () -> ingest("x1", request))
                .problem();
    }

    @Test
    void ingest_fileWithOneBadRow_commitsTheOthersAndKeepsTheBadOne() {
        WorkerOutcome outcome = ingest("x1", towns.upload(Towns.JANUARY));
        IngestResult result = Json.read(Objects.requireNonNull(outcome.result()), IngestResult.class);
        assertThat(result.status()).isEqualTo("COMMITTED");
        assertThat(result.rows()).isEqualTo(3);
        assertThat(result.quarantined()).isEqualTo(1);
        assertThat(result.watermark()).isEqualTo(Instant.parse("2013-01-01T02:00:00Z"));
        assertThat(result.profileKey()).isEqualTo("w/default/executions/x1/profile.json");
        JsonNode profile = Json.parse(new String(
                towns.artifacts
                        .read(Objects.requireNonNull(result.profileKey()))
                        .orElseThrow(),
                StandardCharsets.UTF_8));
        assertThat(profile.path("columns").path("temp").path("mean").asDouble()).isEqualTo(2.0);
        JsonNode kept = Json.parse(new String(
                towns.lakeObjects
                        .read(Objects.requireNonNull(result.quarantineKey()))
                        .orElseThrow(),
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
        assertThat(towns.ledger.list(Workspace.DEFAULT, "towns", "weather"))
                .containsExactly(new Landed(
                        Workspace.DEFAULT,
                        "towns",
                        "weather",
                        result.ingestionId(),
                        "x1",
                        Long.parseLong(result.snapshotId()),
                        3,
                        1,
                        Towns.NOW));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void ingest_sameFileByAnotherExecution_answersDuplicateWithTheEarlierResult() {
        WorkerOutcome landed = ingest("x1", towns.upload(Towns.JANUARY));
        IngestResult first = Json.read(Objects.requireNonNull(landed.result()), IngestResult.class);
        WorkerOutcome again = ingest("x2", towns.upload(Towns.JANUARY));
        IngestResult second = Json.read(Objects.requireNonNull(again.result()), IngestResult.class);
        assertThat(second.status()).isEqualTo("DUPLICATE");
        assertThat(second.ingestionId()).isEqualTo(first.ingestionId());
        assertThat(second.snapshotId()).isEqualTo(first.snapshotId());
        assertThat(second.rows()).isEqualTo(3);
        assertThat(second.quarantined()).isEqualTo(1);
        assertThat(second.profileKey()).isEqualTo(first.profileKey());
        assertThat(second.quarantineKey()).isEqualTo(first.quarantineKey());
        assertThat(second.landedBy()).isEqualTo("x1");
        assertThat(again.events())
                .isEqualTo(landed.events())
                .singleElement()
                .satisfies(event -> assertThat(event.establishedBy()).isEqualTo("x1"));
        assertThat(towns.lake.require(Towns.WEATHER).rows()).isEqualTo(3);
        assertThat(towns.ledger.list(Workspace.DEFAULT, "towns", "weather")).hasSize(1);
    }

    @Test
    void ingest_sameExecutionAgain_answersTheSame() {
        WorkerOutcome first = ingest("x1", towns.upload(Towns.JANUARY));
        WorkerOutcome again = ingest("x1", towns.upload(Towns.JANUARY));
        assertThat(again.result()).isEqualTo(first.result());
        assertThat(again.events()).isEqualTo(first.events());
        assertThat(towns.lake.require(Towns.WEATHER).rows()).isEqualTo(3);
    }

    @Test
    void ingest_tooManyBadRows_failsAndCommitsNothing() {
        WorkerOutcome outcome = ingest("x1", towns.upload("town,hour,temp\naa,2013-01-01T00:00:00Z,1\nAA,x,99\n"));
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
        assertThat(towns.lakeObjects.read(key)).isPresent();
        assertThat(towns.lake.current(Towns.WEATHER)).isEmpty();
        assertThat(towns.ledger.list(Workspace.DEFAULT, "towns", "weather")).isEmpty();
        assertThat(towns.artifacts.list("w/default/executions/")).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void ingest_fileFaults_areProblemsThatNameTheFile() {
        assertThat(refused(towns.upload("")).message()).contains("january.csv").contains("an empty file");
        assertThat(refused(towns.upload("town,hour\nAA,2013-01-01T00:00:00Z\n")).message())
                .contains("expected a column named temp");
        assertThat(refused(towns.upload("PK\u0003\u0004\u0000rubbish")).code()).isEqualTo("INVALID_FILE");
        assertThat(towns.lake.current(Towns.WEATHER)).isEmpty();
    }

    @Test
    void ingest_requestThatNamesWhatIsNotThere_isRefused() {
        ObjectNode request = towns.upload(Towns.JANUARY);
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
        assertThat(refused(request.deepCopy().put("size", 3)).details())
                .containsExactly(new Problem.Detail("request.size", "3", Towns.JANUARY.length() + " bytes"));
        ObjectNode bare = Json.object().put("kind", "ingest").put("dataset", "weather");
        assertThat(refused(bare).details())
                .extracting(Problem.Detail::place)
                .containsExactly("request.key", "request.sha256", "request.size");
        assertThat(refused(Json.object().put("kind", "ingest")).code()).isEqualTo("NO_SUCH_DATASET");
        assertThat(towns.lake.current(Towns.WEATHER)).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void ingest_againAfterALaterFile_answersAsOfItsOwnSnapshot() {
        WorkerOutcome first = ingest("x1", towns.upload(Towns.JANUARY));
        ingest("x2", towns.upload("town,hour,temp\nAA,2013-01-02T00:00:00Z,3\n"));
        WorkerOutcome again = ingest("x1", towns.upload(Towns.JANUARY));
        assertThat(again.result()).isEqualTo(first.result());
        assertThat(again.events()).isEqualTo(first.events());
        assertThat(towns.lake.require(Towns.WEATHER).watermark()).isEqualTo(Instant.parse("2013-01-02T01:00:00Z"));
    }

    @Test
    void ingest_projectThatIsNotPushed_isRefused() {
        ObjectNode request = towns.upload(Towns.JANUARY);
        towns.revision = "gone";
        assertThat(refused(request).code()).isEqualTo("NO_SUCH_REVISION");
    }

    @Test
    void ingest_withLessThanAMinuteLeft_doesNotBeginTheCommit() {
        ObjectNode request = towns.upload(Towns.JANUARY);
        assertThatThrownBy(() -> towns.work.step(towns.call("ingest", "x1", request), () -> Duration.ofSeconds(59)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a commit needs");
        assertThat(towns.lake.current(Towns.WEATHER)).isEmpty();
    }

    @Test
    void materialize_asOfATime_writesTheNewestValuesKnownThen() {
        ingest("x1", towns.upload(Towns.JANUARY));
        WorkerOutcome outcome = towns.work.step(
                towns.call(
                        "materialize",
                        "x2",
                        Json.object().put("kind", "materialize").put("asOf", "2013-01-01T01:30:00Z")),
                () -> Duration.ofMinutes(10));
        JsonNode view = Objects.requireNonNull(outcome.result()).path("views").path("weather");
        assertThat(view.path("items").asInt()).isEqualTo(2);
        FeatureKey key = new FeatureKey(
                Workspace.DEFAULT, "towns", "weather", view.path("version").asText(), "AA");
        FeatureRow row = towns.online.read(List.of(key)).get(key);
        assertThat(Objects.requireNonNull(row).values()).containsEntry("temp", 1.5);
        assertThat(outcome.events())
                .singleElement()
                .satisfies(event -> assertThat(event.type()).isEqualTo("FeaturesMaterialized"));
        towns.work.step(
                towns.call("materialize", "x3", Json.object().put("kind", "materialize")),
                () -> Duration.ofMinutes(10));
        assertThat(Objects.requireNonNull(towns.online.read(List.of(key)).get(key))
                        .values())
                .containsEntry("temp", 2.5);
    }

    @Test
    void materialize_unknownViewOrNothingIngested_isRefused() {
        ObjectNode request = Json.object().put("kind", "materialize");
        assertThatThrownBy(
                        () -> towns.work.step(towns.call("materialize", "x1", request), () -> Duration.ofMinutes(10)))
                .hasMessageContaining("DATASET_NOT_INGESTED");
        request.putArray("views").add("wether");
        assertThatThrownBy(
                        () -> towns.work.step(towns.call("materialize", "x1", request), () -> Duration.ofMinutes(10)))
                .hasMessageContaining("declares no view 'wether'");
    }

    @Test
    void pin_datasetsThatTrainingReads_keepsTheirSnapshotsOnce() {
        IngestResult first = Json.read(
                Objects.requireNonNull(ingest("x1", towns.upload(Towns.JANUARY)).result()), IngestResult.class);
        WorkerOutcome pinned = pin("x2");
        ingest("x3", towns.upload(Towns.JANUARY.replace("1.5", "1.75")));
        WorkerOutcome again = pin("x2");

        assertThat(Objects.requireNonNull(pinned.result()).path("weather").asText())
                .isEqualTo(first.snapshotId());
        assertThat(again).isEqualTo(pinned);
        assertThat(new String(
                        towns.artifacts
                                .read("w/default/executions/x2/pins.json")
                                .orElseThrow(),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\"weather\":" + first.snapshotId() + "}");
    }

    @Test
    void pin_nothingIngested_isAKnownFailure() {
        assertThat(catchThrowableOfType(ProblemException.class, () -> pin("x1"))
                        .problem()
                        .code())
                .isEqualTo("DATASET_NOT_INGESTED");
        assertThat(towns.artifacts.list("w/default/executions/")).isEmpty();
    }

    private WorkerOutcome pin(String execution) {
        return towns.work.step(towns.call("pin", execution, Json.object()), () -> Duration.ofMinutes(10));
    }
}
