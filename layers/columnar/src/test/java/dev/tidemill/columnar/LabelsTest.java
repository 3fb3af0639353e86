package dev.tidemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelsTest {
    @TempDir
    private Path folder;

    @Test
    void known_correctedAndClosedLabels_hashTheKeyAsCanonicalJson() {
        Lake lake = Bikes.lake(folder);
        // a correction of ride 4 (10 minutes), known a day later: 1440 minutes
        Bikes.ingest(lake, folder, "rides", "ride,started,station,minutes\n4,2013-01-01T04:00:00Z,A,1440\n");
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            ProjectData data = ProjectData.mount(
                    sandbox,
                    lake,
                    Workspace.DEFAULT,
                    Specs.project(),
                    ProjectData.readByLabels(Specs.project()),
                    Map.of());
            Labels.Known all = Labels.known(data, null);
            assertThat(all.rows()).isEqualTo(120);
            assertThat(row(sandbox, all, "4")).isEqualTo("1.0 true");
            assertThat(row(sandbox, all, "6")).isEqualTo("1.0 false");
            assertThat(row(sandbox, all, "8")).isEqualTo("0.0 false");
            assertThat(row(sandbox, all, "100")).isEqualTo("- false");
            Labels.Known early = Labels.known(data, Instant.parse("2013-01-01T06:20:00Z"));
            assertThat(early.rows()).isEqualTo(4);
            assertThat(early.watermark()).isEqualTo(Instant.parse("2013-01-01T06:20:00Z"));
            assertThat(row(sandbox, early, "4")).isEqualTo("0.0 false");
        }
    }

    private static String row(Sandbox sandbox, Labels.Known known, String ride) {
        String hash = Json.hash(Map.of("ride", ride));
        return sandbox.query(
                        "SELECT concat_ws(' ', coalesce(\"value\"::VARCHAR, '-'), corrected) FROM '" + known.file()
                                + "' WHERE key_hash = '" + hash + "'",
                        rows -> rows.getString(1))
                .getFirst();
    }
}
