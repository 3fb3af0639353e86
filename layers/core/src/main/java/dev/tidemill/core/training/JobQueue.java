package dev.tidemill.core.training;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs training jobs. Safe for use by several threads. */
public interface JobQueue {
    /**
     * Submits a job unless one of this name has been submitted.
     *
     * @return the id of the job of this name
     */
    String submit(JobRequest request);

    /** Finds a job by name; empty when none was submitted. */
    Optional<Job> find(String name, boolean gpu);

    /** Ends a job; does nothing when it has ended. */
    void terminate(String jobId, String reason);

    /**
     * @param name the execution id
     * @param vcpus at least 0.25
     * @param gpus 0 for a CPU queue
     * @param timeoutSeconds bound of one attempt
     */
    record JobRequest(
            String name, double vcpus, int memoryMib, int gpus, int timeoutSeconds, Map<String, String> environment) {
        public JobRequest {
            environment = Map.copyOf(environment);
        }
    }

    /**
     * @param status of AWS Batch, such as {@code RUNNABLE} or {@code SUCCEEDED}
     * @param reason why it stands so; empty when nothing was said
     * @param exitCodes of the attempts so far, in order; -1 where an attempt left none
     */
    record Job(String id, String name, String status, String reason, List<Integer> exitCodes) {
        public Job {
            exitCodes = List.copyOf(exitCodes);
        }

        /** Whether no further attempt will be made. */
        public boolean hasEnded() {
            return status.equals("SUCCEEDED") || status.equals("FAILED");
        }
    }
}
