package dev.tidemill.functionhost;

import dev.tidemill.functionhost.FunctionVersion.Archive;
import dev.tidemill.processlogs.ProcessLogs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Starts processes, and holds what all pools use. Safe for many threads. */
final class SandboxFactory {
    private static final System.Logger LOG = System.getLogger(SandboxFactory.class.getName());

    private final HostOptions options;
    private final CodeStore code;
    private final RuntimeFiles runtime;
    private final ProcessLogs logs;
    private final InstantSource clock;
    private final ScheduledExecutorService timers;
    private final Semaphore starts;
    private final Map<String, CompletableFuture<Entry>> sandboxes = new ConcurrentHashMap<>();
    private final Set<Path> archivesBeingWritten = new HashSet<>();
    private volatile int port;

    SandboxFactory(
            HostOptions options,
            RuntimeFiles runtime,
            ProcessLogs logs,
            InstantSource clock,
            ScheduledExecutorService timers) {
        this.options = options;
        this.code = new CodeStore(options.home().resolve("code"));
        this.runtime = runtime;
        this.logs = logs;
        this.clock = clock;
        this.timers = timers;
        this.starts = new Semaphore(options.starting(), true);
    }

    /**
     * A process and who owns it.
     *
     * @param sandbox the process
     * @param pool its owner
     */
    record Entry(Sandbox sandbox, FunctionPool pool) {}

    InstantSource clock() {
        return clock;
    }

    ScheduledExecutorService timers() {
        return timers;
    }

    ProcessLogs logs() {
        return logs;
    }

    /** The port at which processes find the Runtime API. */
    void serveAt(int runtimeApiPort) {
        this.port = runtimeApiPort;
    }

    /** Who asks; null when no such process was started. A process may ask before its start is fully known here. */
    @Nullable
    Entry find(String id) {
        CompletableFuture<Entry> entry = sandboxes.get(id);
        return entry == null ? null : entry.join();
    }

    void acquireStart() throws InterruptedException {
        starts.acquire();
    }

    void releaseStart() {
        starts.release();
    }

    void log(FunctionVersion function, Sandbox sandbox, String text) {
        logs.line(function.name(), sandbox.logStream, clock.instant(), text);
    }

    Sandbox start(FunctionVersion function, FunctionPool pool) throws IOException, InterruptedException {
        Path task = code.unpacked(function.code());
        List<Path> layers = new ArrayList<>();
        for (Archive layer : function.layers()) {
            layers.add(code.unpacked(layer));
        }
        ChildCommand command =
                new ChildCommand(Path.of(System.getProperty("java.home"), "bin", "java"), runtime, task, layers);
        String id = UUID.randomUUID().toString().replace("-", "");
        String stream =
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString().replace('-', '/') + "/["
                        + function.version() + "]" + id;
        Path temporary = Files.createDirectories(options.home().resolve("tmp").resolve(id));
        Path crashes = Files.createDirectories(options.home().resolve("crashes"));
        Path archive = archiveOf(function, command);
        boolean present = Files.exists(archive);
        Path toWrite = !present && claim(archive) ? archive : null;
        ProcessBuilder builder = new ProcessBuilder(command.arguments(
                        function,
                        temporary,
                        crashes,
                        present ? archive : null,
                        toWrite == null ? null : unfinished(toWrite)))
                .directory(task.toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(command.environment(function, options, "127.0.0.1:" + port + "/env/" + id, stream, temporary));
        CompletableFuture<Entry> entry = new CompletableFuture<>();
        sandboxes.put(id, entry);
        try {
            Instant startedAt = clock.instant();
            Sandbox sandbox = new Sandbox(id, stream, temporary, toWrite, builder.start(), startedAt);
            pool.register(sandbox);
            entry.complete(new Entry(sandbox, pool));
            return sandbox;
        } catch (IOException refused) {
            sandboxes.remove(id);
            unclaim(toWrite);
            throw refused;
        }
    }

    /** One archive for all processes with the same classes and JVM. */
    private Path archiveOf(FunctionVersion function, ChildCommand command) throws IOException {
        String key = command.classPath()
                + Runtime.version()
                + function.environment().getOrDefault("JAVA_TOOL_OPTIONS", "")
                + function.handler();
        String name = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
        Path folder = Files.createDirectories(options.home().resolve("archives"));
        return folder.resolve(function.name() + "-" + name + ".jsa");
    }

    private static Path unfinished(Path archive) {
        return archive.resolveSibling(archive.getFileName() + ".new");
    }

    private boolean claim(Path archive) {
        synchronized (archivesBeingWritten) {
            return archivesBeingWritten.add(archive);
        }
    }

    private void unclaim(@Nullable Path archive) {
        if (archive != null) {
            synchronized (archivesBeingWritten) {
                archivesBeingWritten.remove(archive);
            }
        }
    }

    /** Clears up after a process. */
    void ended(Sandbox sandbox) {
        sandboxes.remove(sandbox.id);
        try {
            Path archive = sandbox.archiveToWrite;
            if (archive != null && Files.exists(unfinished(archive))) {
                if (sandbox.process.exitValue() == 0) {
                    Files.move(unfinished(archive), archive, StandardCopyOption.ATOMIC_MOVE);
                } else {
                    Files.delete(unfinished(archive));
                }
            }
            Folders.delete(sandbox.temporary);
        } catch (IOException failed) {
            LOG.log(System.Logger.Level.WARNING, "Cannot clear up after a process: {0}", failed.getMessage());
        } finally {
            unclaim(sandbox.archiveToWrite);
        }
    }
}
