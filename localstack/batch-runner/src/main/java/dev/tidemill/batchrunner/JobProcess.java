package dev.tidemill.batchrunner;

import dev.tidemill.processlogs.ProcessLogs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The process of one attempt, below a shell that kills it when the runner is gone. */
final class JobProcess {
    /**
     * Starts the command, waits for it, and kills it when standard input, a pipe that only the runner holds, closes.
     * Passes SIGTERM on.
     */
    private static final String TETHER = """
            exec 3<&0 </dev/null
            "$@" 3<&- &
            child=$!
            ( trap '' TERM; cat <&3 >/dev/null; kill -9 $child 2>/dev/null ) >/dev/null 2>&1 &
            trap 'kill -TERM $child 2>/dev/null' TERM
            wait $child; status=$?
            while kill -0 $child 2>/dev/null; do wait $child; status=$?; done
            exit $status
            """;

    private final Process process;
    private final Set<ProcessHandle> descendants = ConcurrentHashMap.newKeySet();
    private volatile @Nullable String killedBecause;

    private JobProcess(Process process) {
        this.process = process;
    }

    static JobProcess start(List<String> command, Map<String, String> environment, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", TETHER, "job"));
        line.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new JobProcess(builder.start());
    }

    long pid() {
        return process.pid();
    }

    /** Completes with the exit code once it has ended, with it all that it started, and its output is read. */
    CompletableFuture<Integer> pump(String name, String stream, ProcessLogs logs, InstantSource clock) {
        Thread output = Thread.ofVirtual().name("output-" + name).start(() -> {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    logs.line(name, stream, clock.instant(), line);
                }
            } catch (IOException closed) {
                logs.line(name, stream, clock.instant(), "The output of the job ended: " + closed.getMessage());
            }
        });
        return process.onExit().thenApplyAsync(ended -> {
            descendants.forEach(ProcessHandle::destroyForcibly);
            try {
                process.getOutputStream().close();
                if (!output.join(Duration.ofSeconds(2))) {
                    process.getInputStream().close();
                }
            } catch (IOException gone) {
                logs.line(name, stream, clock.instant(), "The output of the job was lost: " + gone.getMessage());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return ended.exitValue();
        });
    }

    private Set<ProcessHandle> look() {
        try (Stream<ProcessHandle> alive = process.descendants()) {
            alive.forEach(descendants::add);
        }
        return descendants;
    }

    /** MiB that the job holds, its descendants counted; 0 where there is no {@code /proc}. */
    long residentMb() {
        return look().stream()
                        .filter(ProcessHandle::isAlive)
                        .mapToLong(handle -> resident(handle.pid()))
                        .sum()
                >> 10;
    }

    private static long resident(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.substring(6, line.length() - 2).strip());
                }
            }
        } catch (IOException ended) {
            return 0;
        }
        return 0;
    }

    /** Why it was killed, null when nobody killed it. */
    @Nullable
    String killedBecause() {
        return killedBecause;
    }

    /** Asks it to end. */
    void terminate(String reason) {
        killedBecause = reason;
        look();
        process.destroy();
    }

    /** Ends it and all that it started. */
    void kill(@Nullable String reason) {
        if (reason != null) {
            killedBecause = reason;
        }
        look().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Waits a few seconds for it to be gone. */
    void awaitEnd() {
        try {
            if (!process.waitFor(5, java.util.concurrent.TimeUnit.SECONDS)) {
                System.getLogger(JobProcess.class.getName())
                        .log(System.Logger.Level.WARNING, "Process {0} did not end", process.pid());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
