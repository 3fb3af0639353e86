package dev.tidemill.functionhost;

import dev.tidemill.functionhost.Invocation.Outcome;
import dev.tidemill.functionhost.Invocation.Outcome.Failed;
import dev.tidemill.functionhost.Sandbox.State;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The processes of one function version at one revision, and the invocations that wait for them. An invocation goes to
 * whichever process is free first; a new process starts while more wait than are starting, up to the concurrency.
 */
final class FunctionPool {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final FunctionVersion function;
    private final int concurrency;
    private final SandboxFactory factory;
    private final Deque<Invocation> pending = new ArrayDeque<>();
    private final Deque<Sandbox> idle = new ArrayDeque<>();
    private final List<Sandbox> all = new ArrayList<>();
    private int starting;
    private int total;
    private boolean retired;
    private long served;
    private long failed;
    private long coldStarts;

    FunctionPool(FunctionVersion function, int concurrency, SandboxFactory factory) {
        this.function = function;
        this.concurrency = concurrency;
        this.factory = factory;
    }

    FunctionVersion function() {
        return function;
    }

    /** Queues an invocation; false when the pool is retired and a newer one must be asked. */
    @SuppressWarnings("FutureReturnValueIgnored")
    synchronized boolean offer(Invocation invocation) {
        if (retired) {
            return false;
        }
        Duration left = Duration.between(factory.clock().instant(), invocation.deadline());
        ScheduledFuture<?> timer = factory.timers()
                .schedule(() -> expire(invocation), Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
        invocation.outcome().whenComplete((outcome, error) -> timer.cancel(false));
        Sandbox free = idle.pollFirst();
        if (free == null) {
            pending.addLast(invocation);
            startWhatIsMissing();
        } else {
            assign(free, invocation);
        }
        return true;
    }

    private void assign(Sandbox sandbox, Invocation invocation) {
        sandbox.state = State.BUSY;
        sandbox.current = invocation;
        sandbox.since = factory.clock().instant();
        CompletableFuture<@Nullable Invocation> waiting = sandbox.next;
        sandbox.next = null;
        factory.log(
                function, sandbox, "START RequestId: " + invocation.requestId() + " Version: " + function.version());
        if (waiting != null) {
            waiting.complete(invocation);
        }
    }

    private void startWhatIsMissing() {
        while (!retired && starting < pending.size() && total < concurrency) {
            starting++;
            total++;
            Thread.ofVirtual().name("start-" + function.name()).start(this::start);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void start() {
        Sandbox sandbox;
        try {
            factory.acquireStart();
        } catch (InterruptedException closing) {
            notStarted(Deaths.hostStopped());
            Thread.currentThread().interrupt();
            return;
        }
        if (!stillMissing()) {
            factory.releaseStart();
            return;
        }
        try {
            sandbox = factory.start(function, this);
        } catch (IOException failure) {
            factory.releaseStart();
            notStarted(Failed.of("Runtime.InitError", String.valueOf(failure.getMessage())));
            return;
        } catch (InterruptedException closing) {
            factory.releaseStart();
            notStarted(Deaths.hostStopped());
            Thread.currentThread().interrupt();
            return;
        }
        Thread.ofVirtual().start(() -> sandbox.pump(function.name(), factory.logs(), factory.clock()));
        sandbox.process.onExit().thenAccept(ended -> {
            exited(sandbox);
            factory.ended(sandbox);
        });
        factory.timers().schedule(() -> killUnlessReady(sandbox), longestStart().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Another process may have taken the work while this one waited for its turn to start. */
    private synchronized boolean stillMissing() {
        if (retired || starting > pending.size()) {
            starting--;
            total--;
            return false;
        }
        return true;
    }

    private Duration longestStart() {
        return function.timeout().compareTo(LONGEST_START) > 0 ? function.timeout() : LONGEST_START;
    }

    /** Called by {@link SandboxFactory} before the process can ask for work. */
    synchronized void register(Sandbox sandbox) {
        all.add(sandbox);
        coldStarts++;
    }

    private synchronized void notStarted(Failed failure) {
        starting--;
        total--;
        failOldest(failure);
        startWhatIsMissing();
    }

    private void failOldest(Failed failure) {
        Invocation oldest = nextPending();
        if (oldest != null) {
            complete(oldest, failure);
        }
    }

    private void complete(Invocation invocation, Outcome outcome) {
        if (invocation.outcome().complete(outcome)) {
            if (outcome instanceof Failed) {
                failed++;
            } else {
                served++;
            }
        }
    }

    private @Nullable Invocation nextPending() {
        Invocation invocation = pending.pollFirst();
        while (invocation != null && invocation.done()) {
            invocation = pending.pollFirst();
        }
        return invocation;
    }

    /** The process is free: answers what it works on next; completes with null when it should end. */
    synchronized CompletableFuture<@Nullable Invocation> next(Sandbox sandbox) {
        CompletableFuture<@Nullable Invocation> answer = new CompletableFuture<>();
        if (sandbox.state == State.STARTING) {
            starting--;
            sandbox.readyAt = factory.clock().instant();
            factory.releaseStart();
        }
        Invocation waiting = retired || sandbox.state == State.ENDING ? null : nextPending();
        if (retired || sandbox.state == State.ENDING) {
            end(sandbox, false);
            answer.complete(null);
        } else if (waiting == null) {
            sandbox.state = State.IDLE;
            sandbox.since = factory.clock().instant();
            sandbox.next = answer;
            idle.addFirst(sandbox);
        } else {
            sandbox.next = answer;
            assign(sandbox, waiting);
        }
        return answer;
    }

    /** The process answered; false when it does not work on that request. */
    synchronized boolean finish(Sandbox sandbox, String requestId, Outcome outcome) {
        Invocation current = sandbox.current;
        if (current == null || !current.requestId().equals(requestId)) {
            return false;
        }
        sandbox.current = null;
        sandbox.served++;
        sandbox.measure();
        complete(current, outcome);
        factory.log(
                function,
                sandbox,
                sandbox.report(requestId, function.memoryMb(), factory.clock().instant()));
        return true;
    }

    /** The function's static initialisation failed; the process is about to exit. */
    synchronized void initFailed(Sandbox sandbox, Failed failure) {
        sandbox.causeOfDeath = failure;
    }

    private synchronized void expire(Invocation invocation) {
        if (invocation.done()) {
            return;
        }
        Failed timeout = Deaths.timedOut(invocation, function.timeout());
        pending.remove(invocation);
        for (Sandbox sandbox : all) {
            if (invocation.equals(sandbox.current)) {
                kill(sandbox, timeout);
            }
        }
        complete(invocation, timeout);
    }

    private synchronized void killUnlessReady(Sandbox sandbox) {
        if (sandbox.state == State.STARTING && sandbox.process.isAlive()) {
            kill(sandbox, Deaths.startTimedOut(longestStart()));
        }
    }

    private void kill(Sandbox sandbox, Failed cause) {
        sandbox.causeOfDeath = cause;
        idle.remove(sandbox);
        factory.log(function, sandbox, cause.message());
        sandbox.kill();
    }

    /** Kills each process that holds more than the function's memory, and adds up what the others hold, in bytes. */
    synchronized long watchMemory() {
        long sum = 0;
        long limit = (long) function.memoryMb() << 20;
        for (Sandbox sandbox : all) {
            long bytes = sandbox.measure();
            if (bytes > limit && sandbox.causeOfDeath == null) {
                kill(sandbox, Deaths.tooLarge(sandbox.current, function.memoryMb(), bytes >> 20));
            }
            sum += bytes;
        }
        return sum;
    }

    private synchronized void exited(Sandbox sandbox) {
        all.remove(sandbox);
        idle.remove(sandbox);
        total--;
        Failed cause = sandbox.causeOfDeath;
        Invocation current = sandbox.current;
        sandbox.current = null;
        if (current != null) {
            Failed failure = cause == null ? Deaths.exited(current, sandbox.process.exitValue()) : cause;
            factory.log(function, sandbox, failure.message());
            complete(current, failure);
        }
        if (sandbox.state == State.STARTING) {
            starting--;
            factory.releaseStart();
            failOldest(cause == null ? Deaths.exitedAtStart(sandbox.process.exitValue()) : cause);
        }
        if (sandbox.next != null) {
            sandbox.next.complete(null);
        }
        sandbox.state = State.ENDING;
        startWhatIsMissing();
    }

    /** Ends processes unused since before {@code unusedSince}, and those that shall write a class archive earlier. */
    synchronized void endIdle(Instant unusedSince, Instant archiveUnusedSince) {
        for (Sandbox sandbox : List.copyOf(idle)) {
            boolean writes = sandbox.archiveToWrite != null;
            if (sandbox.since.isBefore(writes ? archiveUnusedSince : unusedSince)) {
                idle.remove(sandbox);
                end(sandbox, writes && sandbox.served > 0);
            }
        }
    }

    /** When its longest unused process became free; null when none is free. */
    @Nullable
    synchronized Instant oldestIdle() {
        Sandbox oldest = idle.peekLast();
        return oldest == null ? null : oldest.since;
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void end(Sandbox sandbox, boolean orderly) {
        sandbox.state = State.ENDING;
        if (!orderly || !sandbox.askToExit()) {
            sandbox.kill();
        } else {
            factory.timers().schedule(sandbox::kill, 20, TimeUnit.SECONDS);
        }
    }

    /** Takes no more work: free processes end now, others when done. Answers what still waited. */
    synchronized List<Invocation> retire() {
        retired = true;
        List<Invocation> waiting = List.copyOf(pending);
        pending.clear();
        for (Sandbox sandbox : List.copyOf(idle)) {
            end(sandbox, false);
        }
        idle.clear();
        return waiting;
    }

    /** Kills every process and fails what waited. */
    synchronized void close() {
        Failed stopped = Deaths.hostStopped();
        retire().forEach(invocation -> invocation.outcome().complete(stopped));
        all.forEach(Sandbox::kill);
    }

    /** True when retired and its last process has ended. */
    synchronized boolean gone() {
        return retired && all.isEmpty() && starting == 0;
    }

    /** What {@code /_host/status} shows of it. */
    synchronized PoolStatus status() {
        List<PoolStatus.ProcessStatus> processes =
                all.stream().map(PoolStatus.ProcessStatus::of).toList();
        return new PoolStatus(
                function.name(),
                function.version(),
                function.handler(),
                function.memoryMb(),
                function.timeout().toSeconds(),
                concurrency,
                pending.size(),
                served,
                failed,
                coldStarts,
                retired,
                processes);
    }
}
