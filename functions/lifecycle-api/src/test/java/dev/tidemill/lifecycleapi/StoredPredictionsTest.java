package dev.tidemill.lifecycleapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.columnar.CaptureKey;
import dev.tidemill.columnar.CaptureLog;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.SandboxSettings;
import dev.tidemill.contract.capture.CapturedPrediction;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.storage.InMemoryObjectStore;
import dev.tidemill.lifecycleapi.lineage.StoredPredictions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredPredictionsTest {
    private static final Instant TIME = Instant.parse("2013-07-01T12:34:56Z");
    private static final String ID = Ulid.derived(TIME, "a");
    private static final CapturedPrediction PREDICTION = new CapturedPrediction(
            CaptureLog.VERSION,
            ID,
            "default",
            "flights",
            "flight-delay",
            2,
            "online",
            Instant.parse("2013-07-01T12:00:00.500Z"),
            TIME,
            Map.of("flight", "7"),
            "h",
            Map.of("flight", "7"),
            Map.of("visib", "9.5"),
            Map.of("weather.visib", new CapturedPrediction.LookedUp("9.5", 60L, "PRESENT", "store")),
            Map.of("probability", "0.25"),
            "walk",
            null);

    @TempDir
    Path folder;

    private final InMemoryObjectStore capture = new InMemoryObjectStore("capture");

    @Test
    void find_filedPrediction_isReadByItsId() {
        try (Sandbox sandbox = Sandbox.open(folder, "write", new SandboxSettings(128L << 20, 1))) {
            capture.upload(
                    CaptureKey.prefix("default", "flight-delay", ID) + "online-1.parquet",
                    CaptureLog.write(sandbox, List.of(PREDICTION)),
                    "application/octet-stream");
        }
        StoredPredictions stored = new StoredPredictions(capture, folder);

        assertThat(stored.find(Workspace.DEFAULT, "flight-delay", ID)).contains(PREDICTION);
        assertThat(stored.find(Workspace.DEFAULT, "flight-delay", Ulid.derived(TIME, "b")))
                .isEmpty();
        assertThat(stored.find(Workspace.DEFAULT, "other", ID)).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }
}
