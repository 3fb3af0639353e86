package dev.tidemill.load;

import dev.tidemill.aws.client.SdkClients;
import dev.tidemill.load.Figure.Quantity;
import dev.tidemill.localcloud.LocalCloud;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The figures of tracking: cold start, calls beside MLflow's server where it is there, and how searches grow. */
final class TrackingFigures {
    private final LocalCloud cloud;
    private final FunctionHost host;
    private final Http http;
    private final Options options;

    TrackingFigures(LocalCloud cloud, FunctionHost host, Http http, Options options) {
        this.cloud = cloud;
        this.host = host;
        this.http = http;
        this.options = options;
    }

    void measure(Consumer<Figure> figures) {
        // Read by the SDK's clients.
        System.setProperty("aws.endpointUrl", cloud.endpoint().toString());
        TrackedRuns runs = new TrackedRuns(
                new SdkClients(cloud.environment()).dynamoDb(),
                host.variable(FunctionCalls.TRACKING, "TIDEMILL_TRACKING_TABLE"));
        figures.accept(new ColdStarts(http, host, options.rounds())
                .cold(Part.TRACKING, FunctionCalls.TRACKING, FunctionCalls.tracking()));
        calls(runs, figures);
        new SearchGrowth(runs, options.rounds()).measure(figures);
    }

    private void calls(TrackedRuns runs, Consumer<Figure> figures) {
        TrackingRate rate = new TrackingRate(options.rounds(), figures);
        TrackingRate.Side tidemill = new TrackingRate.Side(
                "Tidemill by the emulator's API gateway",
                cloud.api(),
                () -> host.cpu(FunctionCalls.TRACKING),
                runs::create,
                "gateway and DynamoDB are the Python emulator's; CPU of the function");
        Path environment = options.mlflow();
        if (environment == null) {
            rate.measure(List.of(tidemill));
            return;
        }
        Path work = options.work().resolve("mlflow-work");
        try (MlflowServer server = MlflowServer.start(environment, work, http)) {
            figures.accept(Figure.of(
                    Part.TRACKING,
                    "peer mlflow server cold",
                    Quantity.seconds(server.coldSeconds()),
                    Quantity.seconds(server.cpu().since(ProcessCpu.NONE)),
                    1,
                    "one worker, empty SQLite database; process start to /health"));
            rate.measure(List.of(
                    tidemill,
                    new TrackingRate.Side(
                            "peer mlflow server",
                            server.address(),
                            server::cpu,
                            (experiment, count) -> fill(environment, work, experiment, count),
                            "one worker, SQLite; CPU of the server; runs to search written by SQL")));
        }
    }

    /** Writes to the server's database: over HTTP it would take minutes. */
    private void fill(Path environment, Path work, String experiment, int count) {
        cloud.run(
                work,
                Map.of(),
                environment.resolve("bin/python").toString(),
                LocalCloud.ROOT.resolve("tests/load/mlflow_runs.py").toString(),
                work.resolve("mlflow.db").toString(),
                experiment,
                String.valueOf(count));
    }
}
