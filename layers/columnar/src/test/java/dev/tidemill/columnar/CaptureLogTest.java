package dev.tidemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.contract.capture.CapturedPrediction;
import dev.tidemill.contract.capture.CapturedPrediction.LookedUp;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.storage.InMemoryObjectStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureLogTest {
    private static final Instant NOW = Instant.parse("2013-07-01T04:59:59.123Z");

    @TempDir
    private Path folder;

    private static CapturedPrediction prediction(int captureVersion, String id) {
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("station", "A \"quoted\", näher");
        request.put("wind", null);
        return new CapturedPrediction(
                captureVersion,
                id,
                "default",
                "bikes",
                "long-ride",
                1,
                "online",
                Instant.parse("2013-07-01T03:00:00.000001Z"),
                NOW,
                Map.of("ride", "7"),
                "hash",
                request,
                Map.of("temp", "1.5"),
                Map.of(
                        "weather.temp",
                        new LookedUp("1.5", 3600L, "PRESENT", "store"),
                        "traffic.rides",
                        new LookedUp(null, null, "MISSING", "store")),
                Map.of("probability", "0.25"),
                "correlation",
                null);
    }

    @Test
    void read_whatWasWritten_isEqualAndOncePerId() {
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            CapturedPrediction first = prediction(1, new Ulid().next(NOW));
            CapturedPrediction second = prediction(1, new Ulid().next(NOW.plusMillis(5)));
            Path one = CaptureLog.write(sandbox, List.of(second, first));
            Path two = CaptureLog.write(sandbox, List.of(first));
            assertThat(CaptureLog.read(sandbox, List.of(one, two))).containsExactly(first, second);
            assertThat(CaptureLog.read(sandbox, List.of())).isEmpty();
            assertThat(FileHash.sha256(two)).isEqualTo(FileHash.sha256(CaptureLog.write(sandbox, List.of(first))));
        }
    }

    @Test
    void write_unknownVersion_isRefusedByName() {
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            assertThatThrownBy(() -> CaptureLog.write(sandbox, List.of(prediction(2, "x"))))
                    .hasMessage("prediction x is of capture version 2: expected 1");
        }
    }

    @Test
    void find_byId_readsOnlyFilesThatMayHoldIt() {
        InMemoryObjectStore store = new InMemoryObjectStore("capture");
        Ulid ids = new Ulid();
        List<CapturedPrediction> all = IntStream.range(0, 9)
                .mapToObj(i -> prediction(1, ids.next(NOW)))
                .toList();
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            for (int i = 0; i < 9; i += 3) {
                List<CapturedPrediction> file = all.subList(i, i + 3);
                CaptureKey key = CaptureKey.of(CaptureKey.group(file.getFirst()), file);
                assertThat(key.key()).startsWith("w/default/long-ride/2013-07-01/04/");
                assertThat(CaptureKey.parse(key.key())).isEqualTo(key);
                store.upload(key.key(), CaptureLog.write(sandbox, file), "x");
            }
            // One that nobody may read: a file that is no Parquet, whose key excludes what is looked for.
            CaptureKey later = CaptureKey.of(CaptureKey.group(all.getFirst()), List.of(prediction(1, ids.next(NOW))));
            store.write(later.key(), new byte[] {1}, "x");

            for (CapturedPrediction one : all) {
                assertThat(CaptureLog.find(store, sandbox, "default", "long-ride", one.id()))
                        .contains(one);
            }
            assertThat(CaptureLog.find(store, sandbox, "default", "long-ride", new Ulid().next(NOW.plusSeconds(60))))
                    .isEmpty();
            assertThat(CaptureLog.find(store, sandbox, "default", "long-ride", "no id"))
                    .isEmpty();
        }
    }

    @Test
    void key_ofAnotherForm_mayHoldAnything() {
        CaptureKey key = CaptureKey.parse("w/default/m/2013-07-01/04/online-1.parquet");

        assertThat(key.mayHold(new Ulid().next(NOW))).isTrue();
        assertThat(key.first()).isEqualTo(Instant.MIN);
    }
}
