package dev.tidemill.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** MLflow's own tracking server with one worker over SQLite, in the Python environment that {@code run --peers} made. */
final class MlflowServer implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofMinutes(3);

    private final Process process;
    private final URI address;
    private final double coldSeconds;

    private MlflowServer(Process process, URI address, double coldSeconds) {
        this.process = process;
        this.address = address;
        this.coldSeconds = coldSeconds;
    }

    /**
     * Starts a server with an empty database and waits for its first answer.
     *
     * @param environment folder of the Python environment
     * @param work folder for its database and log
     */
    static MlflowServer start(Path environment, Path work, Http http) {
        URI address = URI.create("http://127.0.0.1:" + freePort());
        Path database = work.resolve("mlflow.db");
        try {
            Files.createDirectories(work);
            Files.deleteIfExists(database);
            ProcessBuilder builder = new ProcessBuilder(
                            environment.resolve("bin/mlflow").toString(),
                            "server",
                            "--host",
                            "127.0.0.1",
                            "--port",
                            String.valueOf(address.getPort()),
                            "--workers",
                            "1",
                            "--backend-store-uri",
                            "sqlite:///" + database,
                            "--artifacts-destination",
                            work.resolve("mlflow-artifacts").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(work.resolve("mlflow.log").toFile());
            builder.environment().put("PATH", environment.resolve("bin") + ":" + System.getenv("PATH"));
            long begin = System.nanoTime();
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process), "mlflow-down"));
            HttpRequest health =
                    HttpRequest.newBuilder(address.resolve("/health")).build();
            while (process.isAlive() && System.nanoTime() - begin < LONGEST_START.toNanos()) {
                try {
                    if (http.send(health).statusCode() == 200) {
                        return new MlflowServer(process, address, (System.nanoTime() - begin) / 1e9);
                    }
                } catch (IOException notYet) {
                    LockSupport.parkNanos(50_000_000);
                }
            }
            stop(process);
            throw new MeasurementException("mlflow server gave no answer; see " + work.resolve("mlflow.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MeasurementException("interrupted", e);
        }
    }

    URI address() {
        return address;
    }

    /** Seconds from its start to its first answer. */
    double coldSeconds() {
        return coldSeconds;
    }

    /** What its processes have used until now. */
    ProcessCpu cpu() {
        return ProcessCpu.of(Stream.concat(Stream.of(process.toHandle()), process.descendants()));
    }

    @Override
    public void close() {
        stop(process);
    }

    private static void stop(Process process) {
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

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
