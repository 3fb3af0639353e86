package dev.tidemill.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.columnar.DatasetId;
import dev.tidemill.columnar.DatasetIngest;
import dev.tidemill.columnar.Lake;
import dev.tidemill.columnar.LocalLake;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec.DatasetSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelSourceTest {
    @TempDir
    Path folder;

    @Test
    void join_labelsOfTheLake_findCapturedKeys() throws IOException {
        Parcels parcels = new Parcels(folder);
        parcels.champion();
        parcels.capture(List.of(
                Parcels.prediction("a", Instant.parse("2026-03-05T08:00:00Z")),
                Parcels.prediction("b", Instant.parse("2026-03-05T08:00:00Z"))));
        Lake lake = LocalLake.lake();
        ingest(parcels, lake, "parcel,depot,sent_at\na,north,2026-03-06T00:00:00Z\nlate,south,2026-03-07T00:00:00Z\n");

        JoinLabels join = new JoinLabels(
                LabelSource.of(lake), parcels.champions, parcels.artifacts, parcels.capture, folder, Parcels.SETTINGS);
        LabelCounts counts = Json.read(
                Objects.requireNonNull(join.join(Parcels.EXECUTION, new MonitoringRequest(null, null, null))
                        .result()),
                LabelCounts.class);

        assertThat(counts.watermark()).isEqualTo("2026-03-07T08:00:00Z");
        assertThat(counts.newMatureLabels()).isEqualTo(2);
        assertThat(counts.matched()).isEqualTo(1);
        assertThat(counts.unmatched()).isEqualTo(1);
        assertThat(counts.labelsWithoutPrediction()).isEqualTo(1);
    }

    private void ingest(Parcels parcels, Lake lake, String csv) throws IOException {
        DatasetSpec spec = Objects.requireNonNull(parcels.spec.datasets().get("parcels"));
        try (Sandbox sandbox = Sandbox.open(folder, "ingest", Parcels.SETTINGS)) {
            Path file = Files.writeString(sandbox.folder().resolve("parcels.csv"), csv);
            lake.append(
                    new DatasetId(Parcels.TENANT, "late-parcels", "parcels"),
                    sandbox,
                    new DatasetIngest(sandbox, "parcels", spec).prepare(file, "parcels.csv", Map.of()),
                    new Lake.AppendRequest("ingestion-1", "x", "file-1", Parcels.NOON));
        }
    }
}
