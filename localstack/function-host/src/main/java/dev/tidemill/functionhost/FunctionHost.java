package dev.tidemill.functionhost;

import dev.tidemill.functionhost.FunctionCatalog.UnknownFunctionException;
import dev.tidemill.functionhost.Invocation.Outcome;
import dev.tidemill.functionhost.Invocation.Outcome.Failed;
import dev.tidemill.processlogs.ProcessLogs;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs invocations of deployed functions in processes of its own. Safe for many threads. Configuration is read again
 * when it is older than a second, so a function's update is seen by the next invocation after that.
 */
public final class FunctionHost implements AutoCloseable {
    /** Lambda's name of the version that can still change. */
    public static final String LATEST = "$LATEST";

    private static final String RUNTIME = "java25";
    private static final int LARGEST_PAYLOAD = 6 << 20;
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration ARCHIVE_AFTER = Duration.ofSeconds(15);
    private static final System.Logger LOG = System.getLogger(FunctionHost.class.getName());

    private final HostOptions options;
    private final FunctionCatalog catalog;
    private final InstantSource clock;
    private final ProcessLogs logs;
    private final ScheduledThreadPoolExecutor timers;
    private final SandboxFactory factory;
    private final Map<String, Deployed> deployed = new ConcurrentHashMap<>();
    private final List<FunctionPool> pools = new CopyOnWriteArrayList<>();

    /**
     * Starts no process yet.
     *
     * @throws IOException when the home folder cannot be written
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    FunctionHost(
            HostOptions options, FunctionCatalog catalog, RuntimeFiles runtime, ProcessLogs logs, InstantSource clock)
            throws IOException {
        this.options = options;
        this.catalog = catalog;
        this.clock = clock;
        this.logs = logs;
        this.timers = new ScheduledThreadPoolExecutor(
                2, Thread.ofPlatform().daemon().name("timer-", 0).factory());
        timers.setRemoveOnCancelPolicy(true);
        Folders.delete(options.home().resolve("tmp"));
        this.factory = new SandboxFactory(options, runtime, logs, clock, timers);
        timers.scheduleWithFixedDelay(this::watchMemory, 200, 200, TimeUnit.MILLISECONDS);
        timers.scheduleWithFixedDelay(this::endIdle, 500, 500, TimeUnit.MILLISECONDS);
        if (!ResidentSize.readable()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "This system has no /proc: a function over its memory is not killed, only its heap is limited");
        }
    }

    private static final class Deployed {
        private final ReentrantLock checking = new ReentrantLock();
        private volatile @Nullable FunctionPool pool;
        private volatile Instant checkedAt = Instant.MIN;
    }

    SandboxFactory factory() {
        return factory;
    }

    /**
     * Runs a function.
     *
     * @param name the function's name
     * @param version {@code $LATEST} or a number
     * @return completes when the handler has answered, failed, or run out of time; never exceptionally
     */
    CompletableFuture<Outcome> invoke(String name, String version, Call call) {
        if (call.event().length > LARGEST_PAYLOAD) {
            return CompletableFuture.completedFuture(Failed.of(
                    "RequestEntityTooLargeException",
                    "The event of " + name + " has " + call.event().length + " bytes: Lambda takes at most "
                            + LARGEST_PAYLOAD));
        }
        try {
            // A pool may be replaced between the look-up and the offer; the next look-up then finds its successor.
            for (int attempt = 0; attempt < 10; attempt++) {
                FunctionPool pool = pool(name, version);
                FunctionVersion function = pool.function();
                if (!function.runtime().equals(RUNTIME)) {
                    return CompletableFuture.completedFuture(Failed.of(
                            "InvalidRuntimeException",
                            "Function " + name + " asks for runtime " + function.runtime() + ": this host runs "
                                    + RUNTIME + " only"));
                }
                Instant deadline = Objects.requireNonNullElseGet(
                        call.deadline(), () -> clock.instant().plus(function.timeout()));
                Invocation invocation = new Invocation(
                        call.requestId(),
                        call.functionArn(),
                        call.traceId(),
                        deadline,
                        call.event(),
                        new CompletableFuture<>());
                if (pool.offer(invocation)) {
                    return invocation.outcome().thenApply(outcome -> limit(name, outcome));
                }
            }
            return CompletableFuture.completedFuture(
                    Failed.of("Runtime.HostError", "Function " + name + " changes faster than it can be started"));
        } catch (UnknownFunctionException unknown) {
            return CompletableFuture.completedFuture(
                    Failed.of("ResourceNotFoundException", String.valueOf(unknown.getMessage())));
        } catch (RuntimeException unreadable) {
            return CompletableFuture.completedFuture(Failed.of(
                    "Runtime.HostError",
                    "The configuration of function " + name + " cannot be read: " + unreadable.getMessage()));
        }
    }

    /**
     * What a caller sends.
     *
     * @param requestId unique id
     * @param functionArn as the caller named the function
     * @param traceId X-Ray trace header
     * @param deadline when the caller gives up, null for the function's timeout from now
     * @param event JSON
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Call(
            String requestId,
            String functionArn,
            String traceId,
            @Nullable Instant deadline,
            byte[] event) {}

    private static Outcome limit(String name, Outcome outcome) {
        if (outcome instanceof Outcome.Answered answered && answered.payload().length > LARGEST_PAYLOAD) {
            return Failed.of(
                    "Function.ResponseSizeTooLarge",
                    "The answer of " + name + " has " + answered.payload().length + " bytes: Lambda passes at most "
                            + LARGEST_PAYLOAD);
        }
        return outcome;
    }

    private FunctionPool pool(String name, String version) {
        Deployed entry = deployed.computeIfAbsent(name + ":" + version, absent -> new Deployed());
        FunctionPool present = entry.pool;
        if (present != null && entry.checkedAt.plus(FRESH).isAfter(clock.instant())) {
            return present;
        }
        if (present != null) {
            // One caller asks; the others go on with what is known.
            if (!entry.checking.tryLock()) {
                return present;
            }
        } else {
            entry.checking.lock();
        }
        try {
            return checked(entry, name, version);
        } finally {
            entry.checking.unlock();
        }
    }

    private FunctionPool checked(Deployed entry, String name, String version) {
        FunctionPool present = entry.pool;
        Instant now = clock.instant();
        if (present != null && entry.checkedAt.isAfter(now.minus(FRESH))) {
            return present;
        }
        FunctionVersion found;
        try {
            found = catalog.find(name, version);
        } catch (UnknownFunctionException deleted) {
            entry.pool = null;
            if (present != null) {
                present.retire()
                        .forEach(waiting -> waiting.outcome()
                                .complete(
                                        Failed.of("ResourceNotFoundException", String.valueOf(deleted.getMessage()))));
            }
            throw deleted;
        } catch (RuntimeException unreachable) {
            if (present == null) {
                throw unreachable;
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Goes on with the known configuration of {0}: {1}",
                    name,
                    unreachable.getMessage());
            return present;
        }
        entry.checkedAt = now;
        if (present != null && found.runsAs(present.function())) {
            return present;
        }
        Integer reserved = found.concurrency();
        FunctionPool fresh =
                new FunctionPool(found, reserved == null ? options.concurrency() : Math.max(1, reserved), factory);
        pools.add(fresh);
        entry.pool = fresh;
        if (present != null) {
            present.retire().forEach(fresh::offer);
        }
        return fresh;
    }

    private void watchMemory() {
        guarded("watching memory", () -> {
            long bytes = sum(FunctionPool::watchMemory);
            if (bytes >> 20 > options.memoryMb()) {
                pools.stream()
                        .filter(pool -> pool.oldestIdle() != null)
                        .min(Comparator.comparing(pool -> Objects.requireNonNullElse(pool.oldestIdle(), Instant.MAX)))
                        .ifPresent(pool -> {
                            Instant oldest = pool.oldestIdle();
                            if (oldest != null) {
                                pool.endIdle(oldest.plusNanos(1), oldest.plusNanos(1));
                            }
                        });
            }
        });
    }

    private long sum(ToLongFunction<FunctionPool> size) {
        return pools.stream().mapToLong(size).sum();
    }

    private void endIdle() {
        guarded("ending unused processes", () -> {
            Instant now = clock.instant();
            Instant idle = now.minus(options.idle());
            Instant archive = options.idle().compareTo(ARCHIVE_AFTER) < 0 ? idle : now.minus(ARCHIVE_AFTER);
            pools.forEach(pool -> pool.endIdle(idle, archive));
            pools.removeIf(FunctionPool::gone);
        });
    }

    private static void guarded(String what, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.ERROR, "Failed at " + what, failure);
        }
    }

    /** What runs now, in the order in which functions were first called. */
    public List<PoolStatus> status() {
        return pools.stream().map(FunctionPool::status).toList();
    }

    private static void awaitExit(ProcessHandle handle) {
        try {
            handle.onExit().get(5, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            LOG.log(System.Logger.Level.WARNING, "Process {0} did not end: {1}", handle.pid(), failed);
        }
    }

    /** Kills every process and waits until each has ended. */
    @Override
    public void close() {
        pools.forEach(FunctionPool::close);
        try (var waiting = Executors.newVirtualThreadPerTaskExecutor()) {
            for (PoolStatus pool : status()) {
                for (PoolStatus.ProcessStatus process : pool.processes()) {
                    ProcessHandle.of(process.pid()).ifPresent(handle -> waiting.execute(() -> awaitExit(handle)));
                }
            }
        }
        timers.shutdownNow();
        logs.close();
    }
}
