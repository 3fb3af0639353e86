package dev.tidemill.trainingdispatch;

import dev.tidemill.core.training.JobQueue;
import java.util.Optional;

/** A queue that cannot be reached. */
final class BrokenJobQueue implements JobQueue {
    @Override
    public String submit(JobRequest request) {
        throw new IllegalStateException("out of reach");
    }

    @Override
    public Optional<Job> find(String name, boolean gpu) {
        throw new IllegalStateException("out of reach");
    }

    @Override
    public void terminate(String jobId, String reason) {
        throw new IllegalStateException("out of reach");
    }
}
