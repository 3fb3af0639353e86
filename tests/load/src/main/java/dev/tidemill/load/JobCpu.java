package dev.tidemill.load;

import java.util.concurrent.locks.LockSupport;

/**
 * Processor time of the processes below another, those that end meanwhile included: looked at twenty times a second, so
 * that at most a twentieth of a second of each is missed.
 */
final class JobCpu implements AutoCloseable {
    private static final long BETWEEN_LOOKS = 50_000_000;

    private final ProcessHandle parent;
    private final ProcessCpu before;
    private final Thread watcher;
    private ProcessCpu seen;

    private JobCpu(ProcessHandle parent) {
        this.parent = parent;
        this.before = ProcessCpu.of(parent.descendants());
        this.seen = before;
        this.watcher = Thread.ofPlatform().daemon().name("job-cpu").unstarted(this::look);
    }

    /** Begins to watch. */
    static JobCpu watch(ProcessHandle parent) {
        JobCpu watch = new JobCpu(parent);
        watch.watcher.start();
        return watch;
    }

    private void look() {
        while (!Thread.currentThread().isInterrupted()) {
            ProcessCpu now = ProcessCpu.of(parent.descendants());
            synchronized (this) {
                seen = seen.and(now);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
    }

    /** Seconds since the begin. */
    synchronized double seconds() {
        return seen.since(before);
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
