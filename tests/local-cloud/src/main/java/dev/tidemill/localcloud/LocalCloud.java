package dev.tidemill.localcloud;

import dev.tidemill.client.TidemillClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The local cloud that all system tests of one build share, with the flights project's life on a fifth of the flights:
 * started and walked by the first that asks, stopped with the JVM. The system property {@code tidemill.cloud} names the
 * home of a cloud that {@code localstack/up} walked before; it is then used as it is, and left running.
 */
public final class LocalCloud {
    /** The repository. */
    public static final Path ROOT = Path.of(System.getProperty("tidemill.root", "../.."))
            .toAbsolutePath()
            .normalize();

    // The gate against the champion, wide enough that version 2 passes it and is promoted by itself.
    private static final String PASSING = "evaluation.gates.1.not-worse-by=50%";
    private static final @Nullable String GIVEN = System.getProperty("tidemill.cloud");
    private static final Path HOME = GIVEN == null
            ? ROOT.resolve("tests/e2e/target/cloud")
            : ROOT.resolve(GIVEN).normalize();
    private static @Nullable LocalCloud running;
    private static @Nullable String failure;

    private final Map<String, String> environment;
    private final List<String> walk;

    private LocalCloud(Map<String, String> environment, List<String> walk) {
        this.environment = Map.copyOf(environment);
        this.walk = List.copyOf(walk);
    }

    /** The running cloud. */
    public static synchronized LocalCloud get() {
        if (failure != null) {
            throw new IllegalStateException("the local cloud did not come up: " + failure);
        }
        LocalCloud cloud = running;
        if (cloud == null && GIVEN != null) {
            cloud = new LocalCloud(exports(script("env")), List.of());
            running = cloud;
        }
        if (cloud == null) {
            Runtime.getRuntime().addShutdownHook(new Thread(LocalCloud::stop, "cloud-down"));
            try {
                List<String> walk = script("up", up("--fresh"));
                cloud = new LocalCloud(exports(script("env")), walk);
                running = cloud;
            } catch (IllegalStateException e) {
                failure = e.getMessage();
                throw e;
            }
        }
        return cloud;
    }

    /** Stops the cloud's processes; does nothing when none run. */
    public static void stop() {
        script("down");
    }

    private static String[] up(String... more) {
        return Stream.concat(Stream.of(more), Stream.of("--no-build", "--slice", "fifth", "--set", PASSING))
                .toArray(String[]::new);
    }

    /** The lines that the first walk printed; empty for a cloud that was walked before. */
    public List<String> walk() {
        return walk;
    }

    /** Runs {@code up} once more over what is there, and returns the lines it printed. */
    public List<String> again() {
        return script("up", up());
    }

    /** A client of the cloud's API. */
    public TidemillClient client() {
        return TidemillClient.at(api());
    }

    /** The address of the API, without a closing slash. */
    public URI api() {
        return URI.create(variable("TIDEMILL_API_URL"));
    }

    /** The address of the AWS services. */
    public URI endpoint() {
        return URI.create(variable("AWS_ENDPOINT_URL"));
    }

    /** The address of the host that runs the functions' processes. */
    public URI functionHost() {
        return URI.create("http://127.0.0.1:" + setting("ports", "HOST_PORT="));
    }

    /** The process of the runner of Batch jobs; a job's process is below it. */
    public ProcessHandle batchRunner() {
        long id = Long.parseLong(setting("batch-runner.pid", ""));
        return ProcessHandle.of(id)
                .orElseThrow(() -> new IllegalStateException("the Batch runner, process " + id + ", has ended"));
    }

    /** The data that the walk exported, a CSV file for each table and month. */
    public Path data() {
        return HOME.resolve("data/fifth");
    }

    /** The Python environment's program of a name. */
    public Path python(String program) {
        return HOME.resolve("venv/bin/" + program);
    }

    private static String setting(String file, String name) {
        try (Stream<String> lines = Files.lines(HOME.resolve("run/" + file))) {
            return lines.filter(line -> line.startsWith(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("run/" + file + " has no " + name))
                    .substring(name.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of the cloud's state and logs. */
    public Path home() {
        return HOME;
    }

    /** What {@code localstack/env} exports, by name. */
    public Map<String, String> environment() {
        return environment;
    }

    /**
     * Runs a command to its end with the cloud's exports, and returns the lines it printed.
     *
     * @param more variables of its environment
     * @throws IllegalStateException with what it printed, when its exit status is not 0
     */
    public List<String> run(Path folder, Map<String, String> more, String... command) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(more);
        return execute(folder, all, command);
    }

    private String variable(String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new IllegalStateException("localstack/env does not export " + name);
        }
        return value;
    }

    private static List<String> script(String name, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ROOT.resolve("localstack/" + name).toString());
        command.addAll(List.of("--home", HOME.toString()));
        command.addAll(List.of(arguments));
        return execute(ROOT, Map.of(), command.toArray(String[]::new));
    }

    private static List<String> execute(Path folder, Map<String, String> environment, String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment().putAll(environment);
            Process process = builder.redirectErrorStream(true).start();
            process.getOutputStream().close();
            List<String> lines = new ArrayList<>();
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    lines.add(line);
                    System.out.println(line);
                }
            }
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException(
                        String.join(" ", command) + " ended with " + status + ":\n" + String.join("\n", lines));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Map<String, String> exports(List<String> lines) {
        Map<String, String> exports = new LinkedHashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (line.startsWith("export ") && equals > 0) {
                String value = line.substring(equals + 1).strip();
                exports.put(line.substring("export ".length(), equals), value.replaceAll("^['\"]|['\"]$", ""));
            }
        }
        return exports;
    }
}
