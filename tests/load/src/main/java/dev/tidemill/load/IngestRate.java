package dev.tidemill.load;

import dev.tidemill.client.Execution;
import dev.tidemill.client.HistoryEvent;
import dev.tidemill.client.ProgressListener;
import dev.tidemill.client.ProjectClient;
import dev.tidemill.client.TidemillClient;
import dev.tidemill.client.Upload;
import dev.tidemill.load.Figure.Quantity;
import dev.tidemill.load.Peers.Took;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows a second of a large file's ingestion, from the execution's begin to its end and of the function alone. Each is
 * into a project of its own that has no other data, for the same file again would be recognised. The first, which also
 * starts the function's process, is not counted.
 */
final class IngestRate {
    private static final String FUNCTION = "tidemill-ingestion";
    private static final String STATE = "Ingest";

    private final TidemillClient tidemill;
    private final FunctionHost host;
    private final @Nullable Peers peers;
    private final int rounds;

    /**
     * @param peers null to measure without them
     */
    IngestRate(TidemillClient tidemill, FunctionHost host, @Nullable Peers peers, int rounds) {
        this.tidemill = tidemill;
        this.host = host;
        this.peers = peers;
        this.rounds = rounds;
    }

    private record Ingestion(long rows, double seconds, double functionSeconds, double cpuSeconds) {}

    /** The figures of a file, the peer's taken in turns with Tidemill's. */
    List<Figure> measure(Path csv) {
        ingest(csv, 0);
        List<Ingestion> ingestions = new ArrayList<>();
        List<Took> parquet = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            ingestions.add(ingest(csv, round));
            if (peers != null) {
                parquet.add(peers.parquet(csv));
            }
        }
        long rows = ingestions.getFirst().rows();
        List<Figure> figures = new ArrayList<>();
        double cpu = median(ingestions.stream().map(Ingestion::cpuSeconds).toList());
        figures.add(rate(
                "Tidemill, the execution",
                rows,
                ingestions.stream().map(Ingestion::seconds).toList(),
                cpu,
                "checked against project.yaml, profiled, committed to Iceberg; CPU of the function"));
        figures.add(rate(
                "Tidemill, its state Ingest",
                rows,
                ingestions.stream().map(Ingestion::functionSeconds).toList(),
                cpu,
                "the function with its call"));
        if (peers != null) {
            figures.add(rate(
                    "peer DuckDB " + peers.version("duckdb"),
                    rows,
                    parquet.stream().map(Took::wall).toList(),
                    median(parquet.stream().map(Took::cpu).toList()),
                    "CSV to a local Parquet file with zstd, 2 threads, no checks"));
        }
        return figures;
    }

    private static Figure rate(String what, long rows, List<Double> seconds, double cpu, String note) {
        double middle = median(seconds);
        return Figure.of(
                Part.INGEST,
                what,
                new Quantity(rows / middle, "rows/s"),
                Quantity.seconds(cpu),
                seconds.size(),
                Report.count(rows) + " rows in " + Report.number(middle) + " s; " + note);
    }

    private static double median(List<Double> numbers) {
        return Statistics.median(numbers);
    }

    private Ingestion ingest(Path csv, int round) {
        String name = "ingest-" + Instant.now().getEpochSecond() + "-" + round;
        tidemill.push(
                FlightsData.PROJECT,
                yaml -> yaml.replace("project: flight-delays", "project: " + name)
                        .replace("model: flight-delay,", "model: " + name + ","));
        ProjectClient project = tidemill.project(name);
        Upload upload = project.upload(csv, "flights");
        ProcessCpu before = host.cpu(FUNCTION);
        Execution execution = tidemill.await(project.ingest("flights", upload), ProgressListener.SILENT)
                .orThrow();
        double cpu = host.cpu(FUNCTION).since(before);
        String status = execution.result().at("status").text();
        if (!status.equals("COMMITTED")) {
            throw new MeasurementException("the ingestion " + execution.id() + " is " + status);
        }
        Duration duration = Objects.requireNonNull(execution.duration());
        return new Ingestion(execution.result().at("rows").integer(), seconds(duration), function(execution.id()), cpu);
    }

    private double function(String execution) {
        Instant begin = null;
        Instant end = null;
        for (HistoryEvent event : tidemill.history(execution)) {
            if (event.state().equals(STATE) && event.type().endsWith("Entered")) {
                begin = event.time();
            }
            if (event.state().equals(STATE) && event.type().endsWith("Exited")) {
                end = event.time();
            }
        }
        if (begin == null || end == null) {
            throw new MeasurementException("the history of " + execution + " has no state " + STATE);
        }
        return seconds(Duration.between(begin, end));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
