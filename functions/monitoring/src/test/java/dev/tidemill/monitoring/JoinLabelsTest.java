package dev.tidemill.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.columnar.FolderDatabase;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.SqlText;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.failure.ProblemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinLabelsTest {
    private static final Instant TIME = Instant.parse("2026-03-05T08:00:00Z");
    private static final Instant WATERMARK = Instant.parse("2026-03-20T00:00:00Z");

    @TempDir
    Path folder;

    private static MonitoringRequest until(@Nullable Instant time) {
        return new MonitoringRequest("parcel-delay", time, null);
    }

    private static LabelCounts counts(WorkerOutcome outcome) {
        return Json.read(Objects.requireNonNull(outcome.result()), LabelCounts.class);
    }

    @Test
    void join_noChampion_succeedsWithoutEvents() {
        WorkerOutcome outcome = new Parcels(folder).joinLabels().join(Parcels.EXECUTION, until(null));

        assertThat(outcome.hasSucceeded()).isTrue();
        assertThat(outcome.result()).isEqualTo(Json.parse("{\"status\":\"no-champion\"}"));
        assertThat(outcome.events()).isEmpty();
    }

    @Test
    void join_everyKind_isCounted() {
        Parcels parcels = new Parcels(folder);
        parcels.champion();
        parcels.capture(List.of(
                Parcels.prediction("late", TIME),
                Parcels.prediction("late", TIME.plusSeconds(60)).id(Ulid.derived(Parcels.NOON, "again")),
                Parcels.prediction("late", TIME)
                        .id(Ulid.derived(Parcels.NOON, "b"))
                        .channel("batch"),
                Parcels.prediction("on-time", TIME),
                Parcels.prediction("lost", TIME),
                Parcels.prediction("under-way", TIME)));
        // The same prediction in other company: counted once.
        parcels.capture(List.of(Parcels.prediction("on-time", TIME)));
        parcels.label("late", 1, "2026-03-06T00:00:00Z", true)
                .label("on-time", 0, "2026-03-06T00:00:00Z", false)
                .label("lost", null, "2026-03-07T00:00:00Z", false)
                .label("never-asked", 1, "2026-03-08T00:00:00Z", false)
                .label("trained-on", 1, "2026-02-20T00:00:00Z", false)
                .label("under-way", 1, "2026-03-25T00:00:00Z", false);

        WorkerOutcome outcome = parcels.joinLabels().join(Parcels.EXECUTION, until(null));

        LabelCounts counts = counts(outcome);
        assertThat(counts.newMatureLabels()).isEqualTo(3);
        assertThat(counts.labelsWithoutPrediction()).isEqualTo(1);
        assertThat(counts.matched()).isEqualTo(4);
        assertThat(counts.unmatched()).isEqualTo(1);
        assertThat(counts.closedWithoutLabel()).isEqualTo(1);
        assertThat(counts.repeated()).isEqualTo(1);
        assertThat(counts.corrected()).isEqualTo(3);
        assertThat(counts.cutOff()).isEqualTo(Parcels.CUT_OFF);
        assertThat(counts.watermark()).isEqualTo(WATERMARK);
        assertThat(outcome.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("LabelsArrived");
            assertThat(event.subject()).isEqualTo("parcel-delay");
            assertThat(event.detail().toString())
                    .isEqualTo("{\"model\":\"parcel-delay\",\"version\":1,\"newMatureLabels\":3,"
                            + "\"cutOff\":\"2026-03-01T00:00:00Z\",\"watermark\":\"2026-03-20T00:00:00Z\","
                            + "\"matched\":4,\"unmatched\":1}");
        });
        assertThat(joined(parcels, counts.labelledKey()))
                .contains(
                        "batch late 1.0 labelled true 10.0 north PRESENT 0.5",
                        "online lost null closed true 10.0 north PRESENT 0.5")
                .contains(
                        "online under-way null none true 10.0 north PRESENT 0.5",
                        "online late 1.0 labelled false 10.0 north PRESENT 0.5")
                .hasSize(6);
    }

    @Test
    void join_until_seesNothingLater() {
        Parcels parcels = new Parcels(folder);
        parcels.champion();
        parcels.capture(List.of(Parcels.prediction("a", TIME), Parcels.prediction("b", TIME.plusSeconds(86_400))));
        parcels.label("a", 1, "2026-03-05T12:00:00Z", false).label("b", 1, "2026-03-07T00:00:00Z", false);

        LabelCounts counts =
                counts(parcels.joinLabels().join(Parcels.EXECUTION, until(Instant.parse("2026-03-06T00:00:00Z"))));

        assertThat(counts.matched()).isEqualTo(1);
        assertThat(counts.unmatched()).isZero();
        assertThat(counts.newMatureLabels()).isEqualTo(1);
        assertThat(counts.watermark()).isEqualTo("2026-03-06T00:00:00Z");
    }

    @Test
    void join_horizonNotPassed_isNoLabelYet() {
        Parcels parcels = new Parcels(folder, "P10D").watermark(Instant.parse("2026-03-16T00:00:00Z"));
        parcels.champion();
        parcels.capture(List.of(
                Parcels.prediction("ripe", TIME), Parcels.prediction("young", Instant.parse("2026-03-07T00:00:00Z"))));
        parcels.label("ripe", 1, "2026-03-09T00:00:00Z", false).label("young", 1, "2026-03-09T00:00:00Z", false);

        LabelCounts counts = counts(parcels.joinLabels().join(Parcels.EXECUTION, until(null)));

        assertThat(counts.matched()).isEqualTo(1);
        assertThat(counts.unmatched()).isEqualTo(1);
    }

    @Test
    void join_window_looksBackFromTheNewestPrediction() {
        Parcels parcels = new Parcels(folder);
        parcels.champion();
        parcels.capture(List.of(Parcels.prediction("old", Instant.parse("2026-01-31T23:59:59Z"))));
        parcels.capture(List.of(
                Parcels.prediction("first", Instant.parse("2026-02-05T08:00:00Z")), Parcels.prediction("last", TIME)));

        LabelCounts counts = counts(parcels.joinLabels().join(Parcels.EXECUTION, until(null)));

        assertThat(counts.from()).isEqualTo("2026-02-05T08:00:00Z");
        assertThat(counts.until()).isEqualTo(WATERMARK);
        assertThat(counts.unmatched()).isEqualTo(2);
    }

    @Test
    void join_nothingCaptured_stillCountsNewLabels() {
        Parcels parcels = new Parcels(folder);
        parcels.champion();
        parcels.capture.write("w/default/parcel-delay/oversize/x.json", new byte[1], "application/json");
        parcels.label("a", 1, "2026-03-06T00:00:00Z", false);

        LabelCounts counts = counts(parcels.joinLabels().join(Parcels.EXECUTION, until(null)));

        assertThat(counts.newMatureLabels()).isEqualTo(1);
        assertThat(counts.labelsWithoutPrediction()).isEqualTo(1);
        assertThat(counts.matched() + counts.unmatched()).isZero();
    }

    @Test
    void join_again_writesTheSameBytes() {
        Parcels parcels = new Parcels(folder);
        parcels.champion();
        parcels.capture(List.of(Parcels.prediction("a", TIME), Parcels.prediction("b", TIME)));
        parcels.label("a", 1, "2026-03-06T00:00:00Z", false);

        WorkerOutcome first = parcels.joinLabels().join(Parcels.EXECUTION, until(null));
        byte[] bytes = parcels.artifacts.read(counts(first).labelledKey()).orElseThrow();
        WorkerOutcome second = parcels.joinLabels().join(Parcels.EXECUTION, until(null));

        assertThat(Json.write(second)).isEqualTo(Json.write(first));
        assertThat(parcels.artifacts.read(counts(second).labelledKey())).hasValue(bytes);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void join_modelOfAnotherProject_isRefused() {
        Parcels parcels = new Parcels(folder);

        assertThatThrownBy(
                        () -> parcels.joinLabels().join(Parcels.EXECUTION, new MonitoringRequest("other", null, null)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("WRONG_MODEL");
    }

    private List<String> joined(Parcels parcels, String key) {
        try (Sandbox sandbox = Sandbox.open(folder, "read", Parcels.SETTINGS);
                FolderDatabase analysis = FolderDatabase.open(sandbox.folder(), Parcels.SETTINGS)) {
            Path file = sandbox.newFile(".parquet");
            assertThat(parcels.artifacts.download(key, file)).isTrue();
            return analysis.query(
                    "SELECT concat_ws(' ', _channel, parcel, coalesce(CAST(_label AS VARCHAR), 'null'), _label_state,"
                            + " _newest, weight, depot, \"_status.weather.rain\", _score) FROM read_parquet("
                            + SqlText.literal(file.toString()) + ")",
                    row -> row.getString(1));
        }
    }
}
