package dev.tidemill.load;

import dev.tidemill.client.Execution;
import dev.tidemill.client.ProjectClient;
import dev.tidemill.client.TidemillClient;
import dev.tidemill.client.TidemillException;
import dev.tidemill.load.Figure.Quantity;
import dev.tidemill.load.PredictionRate.Side;
import dev.tidemill.localcloud.LocalCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All parts in their order, on a cloud that has walked the flights project's life. */
final class Measurements {
    private static final String PROJECT = "flight-delays";
    private static final String INFERENCE = "tidemill-inference";

    private final Options options;
    private final LocalCloud cloud;
    private final TidemillClient tidemill;
    private final Http http = new Http();
    private final FunctionHost host;
    private final FlightsData data;
    private final @Nullable Peers peers;
    private final List<String> failures = new ArrayList<>();

    Measurements(Options options, LocalCloud cloud) {
        this.options = options;
        this.cloud = cloud;
        this.tidemill = cloud.client();
        this.host = new FunctionHost(http, cloud);
        this.data = new FlightsData(cloud, options.slice(), options.work().resolve("data"));
        Path environment = options.peers();
        this.peers = environment == null
                ? null
                : new Peers(environment, options.work().resolve("peers-work"), http);
    }

    /**
     * Measures what the options ask for, and hands out each figure once it is there.
     *
     * @return what failed, with its part; the other parts were measured nevertheless
     */
    List<String> all(Consumer<Figure> figures) {
        measure(Part.UP, () -> up().forEach(figures));
        measure(Part.KERNEL, () -> new KernelStarts(cloud, options.work(), options.rounds()).measure(figures));
        measure(Part.COLD_START, () -> coldStarts(figures));
        measure(
                Part.INGEST,
                () -> new IngestRate(tidemill, host, peers, options.rounds())
                        .measure(data.year())
                        .forEach(figures));
        measure(
                Part.JOIN,
                () -> new JoinRate(options.work().resolve("join"), options.rounds(), feast())
                        .measure()
                        .forEach(figures));
        measure(
                Part.TRAINING,
                () -> new TrainerPhases(cloud, host, http, peers, options.rounds())
                        .measure(PROJECT, firstTraining().request().at("asOf").instant(), options.work())
                        .forEach(figures));
        measure(Part.PREDICTIONS, () -> predictions(figures));
        measure(Part.TRACKING, () -> tracking(figures));
        return List.copyOf(failures);
    }

    private void measure(Part part, Runnable measurement) {
        if (options.wants(part)) {
            System.out.println(Instant.now() + "  measuring " + part.word());
            try {
                measurement.run();
            } catch (MeasurementException | TidemillException | UncheckedIOException | IllegalStateException e) {
                failures.add(part.word() + ": " + e.getMessage());
            }
        }
    }

    private JoinRate.@Nullable Feast feast() {
        Path environment = options.feast();
        if (environment == null) {
            return null;
        }
        Path folder = options.work().resolve("feast-work");
        return (facts, asks, rounds) -> Peers.run(
                environment,
                LocalCloud.ROOT.resolve("tests/load/feast_join.py"),
                folder,
                Map.of("PYTHONWARNINGS", "ignore"),
                folder.toString(),
                facts.toString(),
                asks.toString(),
                String.valueOf(rounds));
    }

    private List<Figure> up() {
        List<Figure> figures = new ArrayList<>();
        for (String run : List.of("first", "warm")) {
            try {
                List<String> lines = Files.readAllLines(options.work().resolve("up-" + run + ".log"));
                double seconds =
                        Double.parseDouble(Files.readString(options.work().resolve("up-" + run + ".seconds"))
                                .strip());
                figures.addAll(UpLog.figures(run, lines, seconds));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return figures;
    }

    private Execution firstTraining() {
        return project().executions("training", "SUCCEEDED", 1000).getLast();
    }

    private ProjectClient project() {
        return tidemill.project(PROJECT);
    }

    private List<String> bodies() {
        return data.predictionBodies(tidemill.model(project().model()).metadata());
    }

    private void coldStarts(Consumer<Figure> figures) {
        FunctionCalls calls = new FunctionCalls(
                firstTraining(), bodies().getFirst(), project().model());
        new ColdStarts(http, host, options.rounds()).measure(calls, figures);
    }

    private ProcessCpu emulator() {
        try (Stream<String> lines = Files.lines(cloud.home().resolve("run/aws-endpoint.pid"))) {
            return ProcessCpu.of(lines.limit(1).flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tracking(Consumer<Figure> figures) {
        new TrackingFigures(cloud, host, http, options).measure(figures);
    }

    private void predictions(Consumer<Figure> figures) {
        String model = project().model();
        List<String> bodies = bodies();
        URI address = URI.create(cloud.api() + "/v2/models/" + model + "/infer");
        List<HttpRequest> gateway =
                bodies.stream().map(body -> Http.post(address, body, Map.of())).toList();
        Execution ended = firstTraining();
        List<HttpRequest> invoke = bodies.stream()
                .map(body -> host.call(INFERENCE, new FunctionCalls(ended, body, model).predictionEvent()))
                .toList();
        List<Side> sides = new ArrayList<>();
        sides.add(new Side(
                "Tidemill by the emulator's API gateway",
                number -> gateway.get(number % gateway.size()),
                answer -> answer.statusCode() == 200 && answer.body().contains("\"prediction_id\""),
                () -> host.cpu(INFERENCE),
                this::emulator,
                "gateway, feature store and capture queue are the Python emulator's; CPU of the function"));
        sides.add(new Side(
                "Tidemill by Invoke",
                number -> invoke.get(number % invoke.size()),
                answer -> answer.statusCode() == 200 && answer.body().contains("\"statusCode\":200"),
                () -> host.cpu(INFERENCE),
                this::emulator,
                "at the function host, as Lambda's Invoke; feature store and capture queue are the Python emulator's;"
                        + " at most 10 processes; CPU of the function"));
        PredictionRate rate = new PredictionRate(new LoadLoop(http), options.rounds());
        if (peers == null) {
            rate.measure(sides, figures);
            return;
        }
        String version = peers.version("mlserver");
        try (Peers.Server server = peers.server()) {
            figures.accept(Figure.of(
                    Part.PREDICTIONS,
                    "peer MLServer " + version + " cold",
                    Quantity.seconds(server.coldSeconds()),
                    null,
                    1,
                    "process start to first prediction"));
            sides.add(new Side(
                    "peer MLServer " + version,
                    server::request,
                    answer -> answer.statusCode() == 200 && answer.body().contains("\"predict\""),
                    server::cpu,
                    null,
                    "20 columns sent whole, 100 trees, no look-up, no capture; CPU of the server"));
            rate.measure(sides, figures);
        }
    }
}
