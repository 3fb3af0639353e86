package dev.tidemill.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.aws.sqs.CaptureMessage;
import dev.tidemill.columnar.CaptureLog;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.capture.CapturedPrediction;
import dev.tidemill.core.Ulid;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainCapturesTest {
    private static final Instant TIME = Instant.parse("2026-03-05T08:00:00Z");

    @TempDir
    Path folder;

    private Parcels parcels;

    @BeforeEach
    void begin() {
        parcels = new Parcels(folder);
    }

    private static DrainCaptures.Message message(String id, Parcels.Prediction... predictions) {
        return new DrainCaptures.Message(id, Parcels.message(List.of(predictions)));
    }

    @Test
    void drain_twoMessagesOfAnHour_makeOneFile() {
        DrainCaptures.Drained drained = parcels.drain()
                .drain(List.of(
                        message("a", Parcels.prediction("p1", TIME), Parcels.prediction("p2", TIME.plusSeconds(60))),
                        message("b", Parcels.prediction("p3", TIME.plusSeconds(5)))));

        assertThat(drained.failed()).isEmpty();
        assertThat(drained.predictions()).isEqualTo(3);
        assertThat(drained.keys())
                .singleElement()
                .asString()
                .matches(
                        "w/default/parcel-delay/2026-03-10/12/online-1772697600000-1772697660000-[0-9A-Z]{26}-[0-9A-Z]{26}-[0-9a-f]{32}\\.parquet");
        assertThat(read(Ulid.derived(Parcels.NOON, "p2"))).hasValueSatisfying(found -> {
            assertThat(found.predictionTime()).isEqualTo(TIME.plusSeconds(60));
            assertThat(found.inputs()).containsEntry("weight", "10.0");
            assertThat(found.keyHash()).isEqualTo(Parcels.hash("p2"));
        });
    }

    @Test
    void drain_channelsAndHours_areFiledApart() {
        Instant later = Parcels.NOON.plusSeconds(3600);

        DrainCaptures.Drained drained = parcels.drain()
                .drain(List.of(message(
                        "a",
                        Parcels.prediction("p1", TIME),
                        Parcels.prediction("p2", TIME).channel("batch"),
                        Parcels.prediction("p3", TIME).id(Ulid.derived(later, "p3")))));

        assertThat(drained.keys().stream().map(key -> key.replaceAll("-\\d{13}-.*", "")))
                .containsExactly(
                        "w/default/parcel-delay/2026-03-10/12/batch",
                        "w/default/parcel-delay/2026-03-10/12/online",
                        "w/default/parcel-delay/2026-03-10/13/online");
    }

    @Test
    void drain_redelivery_writesTheSameObjectsAgain() {
        List<DrainCaptures.Message> batch =
                List.of(message("a", Parcels.prediction("p1", TIME)), message("b", Parcels.prediction("p2", TIME)));
        DrainCaptures.Drained first = parcels.drain().drain(batch);
        byte[] content = parcels.capture.read(first.keys().getFirst()).orElseThrow();

        DrainCaptures.Drained again = parcels.drain().drain(List.of(batch.get(1), batch.get(0)));

        assertThat(again.keys()).isEqualTo(first.keys());
        assertThat(parcels.capture.list("")).hasSize(1);
        assertThat(parcels.capture.read(first.keys().getFirst())).hasValue(content);
    }

    @Test
    void drain_poisonMessages_failAlone() {
        String otherModel =
                Parcels.message(List.of(Parcels.prediction("p3", TIME))).replaceFirst("parcel-delay", "other");
        String newer = Parcels.message(List.of(Parcels.prediction("p4", TIME)))
                .replace("\"captureVersion\":1", "\"captureVersion\":9");
        DrainCaptures.Drained drained = parcels.drain()
                .drain(List.of(
                        new DrainCaptures.Message("broken", "{not json"),
                        message("good", Parcels.prediction("p1", TIME)),
                        new DrainCaptures.Message("model", otherModel),
                        new DrainCaptures.Message("newer", newer),
                        message("id", Parcels.prediction("p5", TIME).id("no-ulid")),
                        message("channel", Parcels.prediction("p6", TIME).channel("../x")),
                        new DrainCaptures.Message("shape", "{\"messageVersion\":7}")));

        assertThat(drained.failed().keySet()).containsExactly("broken", "model", "newer", "id", "channel", "shape");
        assertThat(drained.failed().get("newer")).contains("9").contains("expected 1");
        assertThat(drained.failed().get("id")).contains("no-ulid").contains("ULID");
        assertThat(drained.failed().get("channel")).contains("../x").contains("online or batch");
        assertThat(drained.predictions()).isEqualTo(1);
        assertThat(parcels.capture.list("")).hasSize(1);
    }

    @Test
    void drain_messageWithOneBadRecord_filesNoneOfIt() {
        DrainCaptures.Drained drained = parcels.drain()
                .drain(List.of(message(
                        "half",
                        Parcels.prediction("p1", TIME),
                        Parcels.prediction("p2", TIME).id("no-ulid"))));

        assertThat(drained.failed()).containsOnlyKeys("half");
        assertThat(parcels.capture.list("")).isEmpty();
    }

    @Test
    void drain_pointer_readsTheObject() {
        String body = Parcels.message(List.of(Parcels.prediction("p1", TIME)));
        var object = parcels.capture.write(
                "w/default/parcel-delay/oversize/x.json", body.getBytes(StandardCharsets.UTF_8), "application/json");
        String pointer = Json.write(new CaptureMessage(1, "default", "parcel-delay", null, object));

        DrainCaptures.Drained drained = parcels.drain().drain(List.of(new DrainCaptures.Message("pointer", pointer)));

        assertThat(drained.predictions()).isEqualTo(1);
        assertThat(drained.failed()).isEmpty();
    }

    @Test
    void drain_storeThatTakesNothing_failsItsMessages() {
        DrainCaptures broken = new DrainCaptures(new ReadOnlyStore(parcels.capture), folder, Parcels.SETTINGS);

        DrainCaptures.Drained drained = broken.drain(
                List.of(message("a", Parcels.prediction("p1", TIME)), message("b", Parcels.prediction("p2", TIME))));

        assertThat(drained.failed()).isEqualTo(Map.of("a", "takes nothing", "b", "takes nothing"));
        assertThat(drained.predictions()).isZero();
        assertThat(folder).isEmptyDirectory();
    }

    private Optional<CapturedPrediction> read(String id) {
        try (Sandbox sandbox = Sandbox.open(folder, "read", Parcels.SETTINGS)) {
            return CaptureLog.find(parcels.capture, sandbox, "default", "parcel-delay", id);
        }
    }
}
