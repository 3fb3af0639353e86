package dev.tidemill.load;

import dev.tidemill.client.Document;
import dev.tidemill.contract.Json;
import dev.tidemill.localcloud.LocalCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The peers, in the Python environment that {@code run --peers} made. */
final class Peers {
    private static final Path SCRIPT = LocalCloud.ROOT.resolve("tests/load/peers.py");
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final Path environment;
    private final Path work;
    private final Http http;

    /**
     * @param environment folder of the Python environment
     * @param work folder for what they write
     */
    Peers(Path environment, Path work, Http http) {
        this.environment = environment;
        this.work = work;
        this.http = http;
    }

    /** What a peer took for one piece of work, in seconds. */
    record Took(double wall, double cpu) {}

    /** The installed version of a package. */
    String version(String name) {
        return command(Map.of(), "versions").at(name).text();
    }

    /** DuckDB writes a CSV file as Parquet, with two threads. */
    Took parquet(Path csv) {
        return took(command(
                Map.of(),
                "parquet",
                csv.toString(),
                work.resolve("peer.parquet").toString()));
    }

    /** XGBoost boosts random rows with the columns of an encoder. */
    Took train(Path encoder, long rows, long validationRows, int rounds, String depth, String threads) {
        return took(command(
                Map.of("OMP_NUM_THREADS", threads),
                "train",
                encoder.toString(),
                String.valueOf(rows),
                String.valueOf(validationRows),
                String.valueOf(rounds),
                depth,
                threads));
    }

    private static Took took(Document json) {
        return new Took(json.at("wall").number(), json.at("cpu").number());
    }

    private Document command(Map<String, String> variables, String... words) {
        return run(environment, SCRIPT, work, variables, words);
    }

    /** Runs a script of an environment, whose last printed line is JSON. */
    static Document run(Path environment, Path script, Path work, Map<String, String> variables, String... words) {
        List<String> command =
                new ArrayList<>(List.of(environment.resolve("bin/python").toString(), script.toString()));
        Collections.addAll(command, words);
        try {
            Files.createDirectories(work);
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(variables);
            Process process = builder.start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new MeasurementException(String.join(" ", command) + " ended with " + process.exitValue());
            }
            return Document.of(Json.parse(printed.strip().lines().toList().getLast()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MeasurementException("interrupted", e);
        }
    }

    /** Starts MLServer with an XGBoost model of 20 columns and 100 trees, and waits for its first prediction. */
    Server server() {
        Path folder = work.resolve("mlserver");
        int port = freePort();
        command(
                Map.of(),
                "model",
                folder.toString(),
                String.valueOf(port),
                String.valueOf(freePort()),
                String.valueOf(freePort()));
        try {
            ProcessBuilder builder = new ProcessBuilder(
                            environment.resolve("bin/mlserver").toString(), "start", folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(work.resolve("mlserver.log").toFile());
            builder.environment().put("OMP_NUM_THREADS", "1");
            long begin = System.nanoTime();
            Server server = new Server(
                    builder.start(), URI.create("http://127.0.0.1:" + port + "/v2/models/peer/infer"), begin);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "mlserver-down"));
            return server.ready(http, work.resolve("mlserver.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A running MLServer. */
    static final class Server implements AutoCloseable {
        private final Process process;
        private final URI address;
        private final long begin;
        private double coldSeconds;

        private Server(Process process, URI address, long begin) {
            this.process = process;
            this.address = address;
            this.begin = begin;
        }

        private Server ready(Http http, Path log) {
            HttpRequest request = request(0);
            while (process.isAlive() && System.nanoTime() - begin < LONGEST_START.toNanos()) {
                try {
                    if (http.send(request).statusCode() == 200) {
                        coldSeconds = (System.nanoTime() - begin) / 1e9;
                        return this;
                    }
                } catch (IOException notYet) {
                    LockSupport.parkNanos(20_000_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    break;
                }
            }
            close();
            throw new MeasurementException("MLServer gave no prediction; see " + log);
        }

        /** Seconds from its start to its first prediction. */
        double coldSeconds() {
            return coldSeconds;
        }

        /** A request for one row. */
        HttpRequest request(int number) {
            double value = Math.floorMod(number, 1000) / 1000.0;
            List<Double> row = Collections.nCopies(20, value);
            Map<String, Object> tensor = Map.of("name", "x", "datatype", "FP32", "shape", List.of(1, 20), "data", row);
            return Http.post(address, Json.write(Map.of("inputs", List.of(tensor))), Map.of());
        }

        /** What its processes have used until now. */
        ProcessCpu cpu() {
            return ProcessCpu.of(Stream.concat(
                    Stream.of(process.toHandle()), process.toHandle().descendants()));
        }

        @Override
        public void close() {
            List<ProcessHandle> below = process.descendants().toList();
            process.destroy();
            below.forEach(ProcessHandle::destroy);
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    below.forEach(ProcessHandle::destroyForcibly);
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
