package dev.tidemill.functionhost;

import dev.tidemill.functionhost.Invocation.Outcome.Failed;
import dev.tidemill.processlogs.ProcessLogs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One JVM of a function: it takes one invocation at a time. Fields that change are guarded by the pool that
 * owns it.
 */
final class Sandbox {
    /** Where a process stands. */
    enum State {
        STARTING,
        IDLE,
        BUSY,
        ENDING
    }

    private static final int ORDERLY_EXIT = 'q';

    final String id;
    final String logStream;
    final Path temporary;
    final @Nullable Path archiveToWrite;
    final Process process;
    final Instant startedAt;

    State state = State.STARTING;

    @Nullable
    Invocation current;

    @Nullable
    Failed causeOfDeath;

    @Nullable
    CompletableFuture<@Nullable Invocation> next;

    Instant since;
    int served;
    long peakBytes;

    @Nullable
    Instant readyAt;

    Sandbox(
            String id,
            String logStream,
            Path temporary,
            @Nullable Path archiveToWrite,
            Process process,
            Instant startedAt) {
        this.id = id;
        this.logStream = logStream;
        this.temporary = temporary;
        this.archiveToWrite = archiveToWrite;
        this.process = process;
        this.startedAt = startedAt;
        this.since = startedAt;
    }

    /** Reads the process's output to its end; runs on a thread of its own. */
    void pump(String function, ProcessLogs logs, java.time.InstantSource clock) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                logs.line(function, logStream, clock.instant(), line);
            }
        } catch (IOException closed) {
            logs.line(function, logStream, clock.instant(), "The output of the process ended: " + closed.getMessage());
        }
    }

    /** Resident bytes now, 0 when unknown; remembers the largest. */
    long measure() {
        OptionalLong bytes = ResidentSize.of(process.pid());
        peakBytes = Math.max(peakBytes, bytes.orElse(0));
        return bytes.orElse(0);
    }

    /** Kills, as Lambda does with a process that it no longer wants. */
    void kill() {
        process.destroyForcibly();
    }

    /** Asks the JVM to exit, which writes its class archive; false when it is gone already. */
    boolean askToExit() {
        try {
            OutputStream pipe = process.getOutputStream();
            pipe.write(ORDERLY_EXIT);
            pipe.flush();
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    /** Lambda's line at the end of an invocation. */
    String report(String requestId, int memoryMb, Instant now) {
        Instant ready = readyAt;
        String init = served == 1 && ready != null
                ? " Init Duration: " + Duration.between(startedAt, ready).toMillis() + " ms"
                : "";
        return "REPORT RequestId: %s Duration: %d ms Memory Size: %d MB Max Memory Used: %d MB%s"
                .formatted(requestId, Duration.between(since, now).toMillis(), memoryMb, peakBytes >> 20, init);
    }
}
