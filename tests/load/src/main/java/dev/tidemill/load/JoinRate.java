package dev.tidemill.load;

import dev.tidemill.client.Document;
import dev.tidemill.columnar.DatasetId;
import dev.tidemill.columnar.DatasetSource;
import dev.tidemill.columnar.DatasetState;
import dev.tidemill.columnar.EntityFeatures;
import dev.tidemill.columnar.Lake.TimeRange;
import dev.tidemill.columnar.ProjectData;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.SandboxSettings;
import dev.tidemill.columnar.SqlText;
import dev.tidemill.contract.project.ProjectReader;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.core.Workspace;
import dev.tidemill.load.Figure.Quantity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Seconds of a point-in-time join of 100,000 rows with 1,000,000 rows of ten features, whose publication follows within
 * a day, in random order: from Parquet files to a table. Beside it the same engine's ASOF join on event time alone, which
 * sees values before they are published, and Feast.
 */
final class JoinRate {
    private static final long FACTS = Long.getLong("tidemill.facts", 1_000_000);
    private static final long ASKS = FACTS / 10;
    private static final int ENTITIES = 10_000;
    private static final int FEATURES = 10;
    private static final long MEMORY = 1_500L << 20;
    private static final String COLUMNS =
            IntStream.range(0, FEATURES).mapToObj(i -> "f" + i).collect(Collectors.joining(", "));
    private static final String YAML = """
            apiVersion: tidemill/v1
            project: readings
            goal: {problem: regression, statement: What a station will read}
            datasets:
              readings:
                source: {format: csv}
                key: [station, measured_at]
                event-time: measured_at
                available-at: published_at
                columns:
                  station:      {type: string, required: true}
                  measured_at:  {type: timestamp, required: true}
                  published_at: {type: timestamp, required: true}
            request:
              key: [station]
              time: predict_at
              columns:
                station: {type: string, required: true, entity: station}
            features:
              views:
                readings: {entity: station, sql: features/readings.sql}
            label: {name: reading, sql: features/labels.sql}
            training:
              examples: {sql: features/requests.sql}
              inputs: {numeric: [readings.f0]}
              split: {by: time, validation: P1M, test: P1M}
              trainer: {algorithm: xgboost}
            serving: {model: reading}
            """;

    private final Path work;
    private final int rounds;
    private final @Nullable Feast feast;

    /**
     * @param work folder for the files
     * @param feast null to measure without it
     */
    JoinRate(Path work, int rounds, @Nullable Feast feast) {
        this.work = work;
        this.rounds = rounds;
        this.feast = feast;
    }

    /** Feast's retrieval of the two files, in a process of its own. */
    interface Feast {
        Document join(Path facts, Path asks, int rounds);
    }

    private record Took(double wall, double cpu, long found) {}

    List<Figure> measure() {
        Path facts = work.resolve("facts.parquet");
        Path asks = work.resolve("asks.parquet");
        try {
            Files.createDirectories(work);
            write(facts, asks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Took> ours = new ArrayList<>();
        List<Took> bare = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            Took tidemill = joined(facts, asks);
            Took asof = asof(facts, asks);
            if (round > 0) {
                ours.add(tidemill);
                bare.add(asof);
            }
        }
        String rows = Report.count(ASKS) + " rows with " + Report.count(FACTS) + " x " + FEATURES;
        List<Figure> figures = new ArrayList<>();
        figures.add(figure("Tidemill, " + rows, ours, "only what was published by the row's time; one thread a core"));
        figures.add(figure("peer DuckDB ASOF join", bare, "by event time alone; the same DuckDB and settings"));
        if (feast != null) {
            Document took = feast.join(facts, asks, rounds);
            if (took.at("rows").integer() != ASKS) {
                throw new MeasurementException("Feast joined " + took.at("rows").integer() + " rows of " + ASKS);
            }
            figures.add(Figure.of(
                    Part.JOIN,
                    "peer Feast " + took.at("version").text() + ", DuckDB store",
                    Quantity.seconds(took.at("wall").number()),
                    Quantity.seconds(took.at("cpu").number()),
                    rounds,
                    "by event time, publication breaks ties alone"));
        }
        return figures;
    }

    private Figure figure(String what, List<Took> took, String note) {
        return Figure.of(
                Part.JOIN,
                what,
                Quantity.seconds(Statistics.median(took.stream().map(Took::wall).toList())),
                Quantity.seconds(Statistics.median(took.stream().map(Took::cpu).toList())),
                took.size(),
                Report.count(took.getFirst().found()) + " rows found a value; " + note);
    }

    private Sandbox sandbox(String name) {
        return Sandbox.open(
                work, name, new SandboxSettings(MEMORY, Runtime.getRuntime().availableProcessors()));
    }

    private void write(Path facts, Path asks) throws IOException {
        String random = IntStream.range(0, FEATURES)
                .mapToObj(i -> "hash(i, " + i + ") / 18446744073709551615.0 AS f" + i)
                .collect(Collectors.joining(", "));
        String year = "TIMESTAMPTZ '2024-01-01 00:00:00+00' + to_microseconds(CAST(hash(i, 'at') % 31536000000000 AS"
                + " BIGINT))";
        try (Sandbox sandbox = sandbox("write")) {
            Path made = sandbox.newFile(".parquet");
            sandbox.execute("COPY (SELECT *, measured_at AS _event_time, published_at AS _available_at FROM (SELECT"
                    + " 's' || hash(i, 'station') % " + ENTITIES + " AS station, " + year + " AS measured_at,"
                    + " measured_at + to_microseconds(CAST(hash(i, 'late') % 86400000000 AS BIGINT)) AS published_at, "
                    + random + " FROM range(" + FACTS + ") t(i))) TO " + SqlText.literal(made.toString())
                    + " (FORMAT parquet, COMPRESSION zstd)");
            Files.deleteIfExists(facts);
            Files.move(made, facts);
            sandbox.execute("COPY (SELECT i AS ask, 's' || hash(i, 'asked') % " + ENTITIES + " AS station, " + year
                    + " AS predict_at FROM range(" + ASKS + ") t(i)) TO " + SqlText.literal(made.toString())
                    + " (FORMAT parquet, COMPRESSION zstd)");
            Files.deleteIfExists(asks);
            Files.move(made, asks);
        }
    }

    private Took joined(Path facts, Path asks) {
        ProjectSpec spec = ProjectReader.read(Map.of(
                "project.yaml",
                YAML,
                "features/readings.sql",
                "SELECT station, measured_at AS event_time, published_at AS available_at, " + COLUMNS
                        + " FROM readings",
                "features/labels.sql",
                "SELECT station, f0 AS value, published_at AS available_at FROM readings",
                "features/requests.sql",
                "SELECT station, measured_at AS predict_at FROM readings"));
        try (Sandbox sandbox = sandbox("tidemill")) {
            Path requests = link(asks, sandbox);
            return took(() -> {
                ProjectData data = ProjectData.mount(
                        sandbox, new OneFile(facts), Workspace.DEFAULT, spec, List.of("readings"), Map.of());
                sandbox.execute("CREATE OR REPLACE TEMP VIEW asked AS SELECT station, predict_at, ask AS "
                        + EntityFeatures.ROW + " FROM read_parquet(" + SqlText.literal(requests.toString()) + ")");
                new EntityFeatures(data).join("asked", "asked", List.of("readings"), null, "joined");
                return found(sandbox, "\"readings.f0\"");
            });
        }
    }

    private Took asof(Path facts, Path asks) {
        try (Sandbox sandbox = sandbox("asof")) {
            Path stored = link(facts, sandbox);
            Path requests = link(asks, sandbox);
            return took(() -> {
                sandbox.execute("CREATE OR REPLACE TEMP TABLE joined AS SELECT r.*, " + COLUMNS + " FROM read_parquet("
                        + SqlText.literal(requests.toString()) + ") r ASOF LEFT JOIN read_parquet("
                        + SqlText.literal(stored.toString())
                        + ") v ON r.station = v.station AND r.predict_at >= v.measured_at");
                return found(sandbox, "f0");
            });
        }
    }

    private static long found(Sandbox sandbox, String feature) {
        List<long[]> counts = sandbox.query("SELECT count(*), count(" + feature + ") FROM joined", rows ->
                new long[] {rows.getLong(1), rows.getLong(2)});
        if (counts.getFirst()[0] != ASKS) {
            throw new MeasurementException("the join has " + counts.getFirst()[0] + " rows of " + ASKS);
        }
        return counts.getFirst()[1];
    }

    private static Took took(Supplier<Long> work) {
        ProcessCpu before = ProcessCpu.of(Stream.of(ProcessHandle.current()));
        long begin = System.nanoTime();
        long found = work.get();
        double wall = (System.nanoTime() - begin) / 1e9;
        return new Took(wall, ProcessCpu.of(Stream.of(ProcessHandle.current())).since(before), found);
    }

    private static Path link(Path file, Sandbox sandbox) {
        try {
            return Files.createLink(sandbox.folder().resolve(file.getFileName().toString()), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A dataset that is one file. */
    private record OneFile(Path file) implements DatasetSource {
        @Override
        public DatasetState require(DatasetId id) {
            Map<String, ColumnType> columns = new LinkedHashMap<>();
            columns.put("station", ColumnType.STRING);
            columns.put("measured_at", ColumnType.TIMESTAMP);
            columns.put("published_at", ColumnType.TIMESTAMP);
            IntStream.range(0, FEATURES).forEach(i -> columns.put("f" + i, ColumnType.DOUBLE));
            return new DatasetState(
                    id.dataset(), 1, 1, FACTS, Instant.parse("2025-01-02T00:00:00Z"), columns, List.of());
        }

        @Override
        public DatasetState at(DatasetId id, long snapshotId) {
            return require(id);
        }

        @Override
        public List<Path> download(DatasetId id, long snapshotId, Sandbox sandbox, @Nullable TimeRange range) {
            return List.of(link(file, sandbox));
        }
    }
}
