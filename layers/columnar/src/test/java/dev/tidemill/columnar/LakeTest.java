package dev.tidemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.columnar.Lake.AppendRequest;
import dev.tidemill.columnar.Lake.Committed;
import dev.tidemill.columnar.Lake.TimeRange;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.DatasetSpec;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTest {
    private static final DatasetId WEATHER = new DatasetId(Workspace.DEFAULT, "bikes-of-town", "weather");
    private static final Instant NOW = Instant.parse("2013-07-01T00:00:00Z");

    @TempDir
    private Path folder;

    private final InMemoryCatalog catalog = LocalLake.catalog();
    private final Lake lake = new Lake(catalog, "memory://lake/");

    private Committed ingest(String ingestionId, String csv) {
        return ingest(Specs.weather(), ingestionId, csv, NOW);
    }

    private Committed ingest(DatasetSpec spec, String ingestionId, String csv, Instant now) {
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            Path file = LocalLake.file(sandbox.folder(), "w.csv", csv);
            PreparedIngestion prepared = new DatasetIngest(sandbox, "weather", spec)
                    .prepare(
                            file,
                            "w.csv",
                            lake.current(WEATHER).map(DatasetState::columns).orElse(Map.of()));
            return lake.append(
                    WEATHER,
                    sandbox,
                    prepared,
                    new AppendRequest(ingestionId, "x-" + ingestionId, ingestionId + "-" + System.nanoTime(), now));
        }
    }

    private Table table() {
        return catalog.loadTable(TableIdentifier.of("tidemill_default", "bikes_of_town__weather"));
    }

    private static final String JANUARY = "station,hour,temp\nA,2013-01-01T01:00:00Z,1.5\nA,2013-01-01T02:00:00Z,NA\n";
    private static final String FEBRUARY = "station,hour,temp\nB,2013-02-01T01:00:00Z,3\n";

    @Test
    void append_first_makesTheTableWithFieldIdsAndBounds() throws Exception {
        Committed committed = ingest("i1", JANUARY);
        assertThat(committed.duplicate()).isFalse();
        assertThat(committed.state().rows()).isEqualTo(2);
        assertThat(committed.state().watermark()).isEqualTo(Instant.parse("2013-01-01T03:00:00Z"));
        assertThat(committed.state().columns())
                .containsExactly(
                        Map.entry("station", ColumnType.STRING),
                        Map.entry("hour", ColumnType.TIMESTAMP),
                        Map.entry("temp", ColumnType.DOUBLE));
        assertThat(committed.ingestion())
                .isEqualTo(new DatasetState.Ingestion(
                        "i1",
                        "x-i1",
                        committed.state().snapshotId(),
                        2,
                        0,
                        Instant.parse("2013-01-01T03:00:00Z"),
                        NOW));
        Table table = table();
        assertThat(table.location()).isEqualTo("memory://lake/w/default/iceberg/bikes-of-town/weather");
        DataFile file;
        try (CloseableIterable<FileScanTask> tasks =
                table.newScan().includeColumnStats().planFiles()) {
            file = tasks.iterator().next().file();
        }
        int temp = table.schema().findField("temp").fieldId();
        assertThat(file.recordCount()).isEqualTo(2);
        assertThat(file.nullValueCounts()).containsEntry(temp, 1L);
        assertThat((Double) Conversions.fromByteBuffer(
                        Types.DoubleType.get(), file.upperBounds().get(temp)))
                .isEqualTo(1.5);
        assertThat(file.columnSizes().get(temp)).isPositive();
        assertThat(file.fileSizeInBytes())
                .isEqualTo(table.io().newInputFile(file.location()).getLength());
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            Path copy = lake.download(WEATHER, committed.state().snapshotId(), sandbox, null)
                    .getFirst();
            Map<String, Integer> ids = new TreeMap<>();
            sandbox.query(
                    "SELECT name, field_id FROM parquet_schema('" + copy + "') WHERE field_id IS NOT NULL",
                    rows -> ids.put(rows.getString(1), rows.getInt(2)));
            table.schema().columns().forEach(column -> assertThat(ids).containsEntry(column.name(), column.fieldId()));
            assertThat(sandbox.query(
                            "SELECT _ingestion_id || _row_id || _ingested_at FROM '" + copy + "'",
                            rows -> rows.getString(1)))
                    .containsExactly("i122013-07-01 00:00:00+00", "i132013-07-01 00:00:00+00");
        }
    }

    @Test
    void append_sameIngestionAgain_answersTheEarlierCommit() {
        Committed first = ingest("i1", JANUARY);
        ingest("i2", FEBRUARY);
        Committed again = ingest("i1", JANUARY);
        assertThat(again.duplicate()).isTrue();
        assertThat(again.ingestion()).isEqualTo(first.ingestion());
        assertThat(lake.require(WEATHER).rows()).isEqualTo(3);
        assertThat(lake.require(WEATHER).ingestionIds()).containsExactly("i1", "i2");
    }

    @Test
    void append_raceOfTheSameAndOfOthers_landsEachOnce() throws Exception {
        ingest("i0", "station,hour,temp\nZ,2013-01-01T00:00:00Z,1\n");
        List<Callable<Committed>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add(() -> ingest("same", JANUARY));
        }
        calls.add(() -> ingest("other", FEBRUARY));
        List<Committed> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(5)) {
            for (Future<Committed> future : threads.invokeAll(calls)) {
                all.add(future.get());
            }
        }
        assertThat(all.stream().filter(committed -> !committed.duplicate())).hasSize(2);
        assertThat(lake.require(WEATHER).rows()).isEqualTo(4);
        assertThat(lake.require(WEATHER).ingestionIds()).containsExactlyInAnyOrder("i0", "same", "other");
    }

    @Test
    void append_rejectedFile_makesNothing() {
        assertThatThrownBy(() -> ingest("i1", "station,hour,temp\nA,x,1\n"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("TOO_MANY_QUARANTINED");
        assertThat(lake.current(WEATHER)).isEmpty();
        assertThatThrownBy(() -> lake.require(WEATHER)).hasMessageContaining("DATASET_NOT_INGESTED");
    }

    @Test
    void append_newColumn_isAddedAndOlderRowsReadAsNull() {
        Committed first = ingest("i1", JANUARY);
        ingest("i2", "station,hour,temp,wind\nB,2013-02-01T01:00:00Z,3,7\n");
        assertThat(lake.require(WEATHER).columns()).containsEntry("wind", ColumnType.INT);
        assertThat(lake.at(WEATHER, first.state().snapshotId()).columns()).doesNotContainKey("wind");
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            Datasets datasets = new Datasets(sandbox, Map.of("weather", Specs.weather()));
            datasets.mount(lake, WEATHER, lake.require(WEATHER), null);
            assertThat(sandbox.query(
                            "SELECT station || coalesce(wind, -1) FROM weather ORDER BY ALL",
                            rows -> rows.getString(1)))
                    .containsExactly("A-1", "A-1", "B7");
            datasets.mount(lake, WEATHER, lake.at(WEATHER, first.state().snapshotId()), null);
            assertThat(sandbox.number("SELECT count(*) FROM weather")).isEqualTo(2);
        }
    }

    @Test
    void mount_sameKeyAndAvailability_lastIngestedStands() {
        ingest("i2", JANUARY);
        ingest(
                Specs.weather(),
                "i1",
                "station,hour,temp\nA,2013-01-01T01:00:00Z,9\n",
                Instant.parse("2013-07-02T00:00:00Z"));
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            Datasets datasets = new Datasets(sandbox, Map.of("weather", Specs.weather()));
            datasets.mount(lake, WEATHER, lake.require(WEATHER), null);
            assertThat(sandbox.query("SELECT temp FROM weather ORDER BY hour", rows -> rows.getString(1)))
                    .containsExactly("9.0", null);
        }
    }

    @Test
    void download_range_leavesOutFilesOfOtherTimes() {
        ingest("i1", JANUARY);
        Committed second = ingest("i2", FEBRUARY);
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            List<Path> files = lake.download(
                    WEATHER,
                    second.state().snapshotId(),
                    sandbox,
                    new TimeRange(
                            Columns.EVENT_TIME,
                            Instant.parse("2013-01-15T00:00:00Z"),
                            Instant.parse("2013-03-01T00:00:00Z")));
            assertThat(files).singleElement().asString().contains("i2");
        }
    }

    @Test
    void tag_namesASnapshotForGood() {
        long first = ingest("i1", JANUARY).state().snapshotId();
        long second = ingest("i2", FEBRUARY).state().snapshotId();
        lake.tag(WEATHER, first, "training-1");
        lake.tag(WEATHER, first, "training-1");
        assertThat(table().snapshot("training-1").snapshotId()).isEqualTo(first);
        assertThatThrownBy(() -> lake.tag(WEATHER, second, "training-1")).hasMessageContaining("names snapshot");
    }

    @Test
    void files_ofASnapshot_areNamedInTheOrderOfTheDownload() {
        long january = ingest("i1", JANUARY).state().snapshotId();
        long february = ingest("i2", FEBRUARY).state().snapshotId();

        assertThat(lake.files(WEATHER, january)).singleElement().satisfies(file -> {
            assertThat(file.key()).startsWith("w/default/iceberg/bikes-of-town/weather/");
            assertThat(file.name()).endsWith(".parquet").doesNotContain("/");
            assertThat(file.size()).isPositive();
        });
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            assertThat(lake.download(WEATHER, february, sandbox, null))
                    .extracting(path -> path.getFileName().toString())
                    .containsExactlyElementsOf(lake.files(WEATHER, february).stream()
                            .map(file -> "lake-" + file.name())
                            .toList());
        }
        assertThatThrownBy(() -> lake.files(WEATHER, 7)).hasMessageContaining("no snapshot 7");
    }
}
