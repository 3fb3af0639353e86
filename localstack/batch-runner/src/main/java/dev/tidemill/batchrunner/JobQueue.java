package dev.tidemill.batchrunner;

import java.util.List;

/**
 * A queue that the template declares.
 *
 * @param name its name
 * @param priority jobs of a queue with a higher number start first
 * @param enabled false when it takes no jobs
 * @param limits how long a job may wait for a stated reason
 */
public record JobQueue(String name, int priority, boolean enabled, List<WaitLimit> limits) {
    /** Copies the collection. */
    public JobQueue {
        limits = List.copyOf(limits);
    }

    /**
     * Cancels a job that cannot start.
     *
     * @param reason beginning of the status reason
     * @param seconds longest wait
     */
    public record WaitLimit(String reason, int seconds) {}
}
