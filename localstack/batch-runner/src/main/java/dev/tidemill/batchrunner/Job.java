package dev.tidemill.batchrunner;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A submitted job as it stands at one moment.
 *
 * @param id made by the runner
 * @param name given by the submitter
 * @param queue name of its queue
 * @param definition ARN of the job definition
 * @param spec what it needs, overrides applied
 * @param status where it stands
 * @param statusReason one sentence on the status, null when there is none
 * @param createdAt when it was submitted
 * @param statusAt when the status was reached
 * @param startedAt when its latest attempt began to run, null before
 * @param stoppedAt when it ended, null before
 * @param attempts ended attempts, oldest first
 * @param pid process of the running attempt, 0 when none runs
 * @param stopping reason given by whoever asked for its end, null when nobody did
 * @param announced true when the consumer was told of its end
 */
public record Job(
        String id,
        String name,
        String queue,
        String definition,
        JobSpec spec,
        Status status,
        @Nullable String statusReason,
        Instant createdAt,
        Instant statusAt,
        @Nullable Instant startedAt,
        @Nullable Instant stoppedAt,
        List<Attempt> attempts,
        long pid,
        @Nullable String stopping,
        boolean announced) {

    /** Copies the collection. */
    public Job {
        attempts = List.copyOf(attempts);
    }

    /** The statuses of AWS Batch that occur here. */
    public enum Status {
        /** Accepted. */
        SUBMITTED,
        /** Waits for processors, memory or its queue's turn. */
        RUNNABLE,
        /** Its process is being started. */
        STARTING,
        /** Its process runs. */
        RUNNING,
        /** Ended with exit code 0. */
        SUCCEEDED,
        /** Ended otherwise, with no attempt left. */
        FAILED;

        boolean ended() {
            return this == SUCCEEDED || this == FAILED;
        }
    }

    /**
     * An ended attempt.
     *
     * @param startedAt when its process started
     * @param stoppedAt when it had ended
     * @param exitCode of its process, null when it never ran or is unknown
     * @param reason on the container, null when there is none
     * @param statusReason on the attempt
     * @param logStream name of its log stream
     */
    public record Attempt(
            Instant startedAt,
            Instant stoppedAt,
            @Nullable Integer exitCode,
            @Nullable String reason,
            @Nullable String statusReason,
            String logStream) {}

    static Job submitted(String id, String name, String queue, String definition, JobSpec spec, Instant at) {
        return new Job(
                id,
                name,
                queue,
                definition,
                spec,
                Status.SUBMITTED,
                null,
                at,
                at,
                null,
                null,
                List.of(),
                0,
                null,
                false);
    }

    int attemptNumber() {
        return attempts.size() + 1;
    }

    String logStream() {
        return definition.substring(definition.lastIndexOf('/') + 1).replaceFirst(":\\d+$", "") + "/default/" + id + "-"
                + attemptNumber();
    }

    Job waiting(@Nullable String reason, Instant at) {
        return changed(Status.RUNNABLE, reason, at, startedAt, null, attempts, 0, stopping);
    }

    Job starting(Instant at) {
        return changed(Status.STARTING, null, at, startedAt, null, attempts, 0, stopping);
    }

    Job running(long newPid, Instant at) {
        return changed(Status.RUNNING, null, at, at, null, attempts, newPid, stopping);
    }

    Job withAttempt(Attempt attempt) {
        var more = new java.util.ArrayList<>(attempts);
        more.add(attempt);
        return changed(status, statusReason, statusAt, startedAt, stoppedAt, more, 0, stopping);
    }

    Job ended(Status ended, @Nullable String reason, Instant at) {
        return changed(ended, reason, at, startedAt, at, attempts, 0, stopping);
    }

    Job toStop(String reason) {
        return changed(status, statusReason, statusAt, startedAt, stoppedAt, attempts, pid, reason);
    }

    Job announcedNow() {
        return new Job(
                id,
                name,
                queue,
                definition,
                spec,
                status,
                statusReason,
                createdAt,
                statusAt,
                startedAt,
                stoppedAt,
                attempts,
                pid,
                stopping,
                true);
    }

    private Job changed(
            Status newStatus,
            @Nullable String reason,
            Instant at,
            @Nullable Instant started,
            @Nullable Instant stopped,
            List<Attempt> ended,
            long newPid,
            @Nullable String stop) {
        return new Job(
                id,
                name,
                queue,
                definition,
                spec,
                newStatus,
                reason,
                createdAt,
                at,
                started,
                stopped,
                ended,
                newPid,
                stop,
                announced);
    }
}
