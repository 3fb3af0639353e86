package dev.tidemill.core.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs in memory, which run no further than a test says. */
public final class InMemoryJobQueue implements JobQueue {
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final List<JobRequest> requests = new ArrayList<>();

    /** What was submitted, in order. */
    public synchronized List<JobRequest> requests() {
        return List.copyOf(requests);
    }

    /** Puts a job into another state. */
    public synchronized void set(Job job) {
        jobs.put(job.name(), job);
    }

    @Override
    public synchronized String submit(JobRequest request) {
        Job job = jobs.get(request.name());
        if (job == null) {
            requests.add(request);
            job = new Job("job-" + request.name(), request.name(), "SUBMITTED", "", List.of());
            jobs.put(request.name(), job);
        }
        return job.id();
    }

    @Override
    public synchronized Optional<Job> find(String name, boolean gpu) {
        return Optional.ofNullable(jobs.get(name));
    }

    @Override
    public synchronized void terminate(String jobId, String reason) {
        jobs.replaceAll((name, job) -> job.id().equals(jobId)
                        && !job.status().equals("SUCCEEDED")
                        && !job.status().equals("FAILED")
                ? new Job(job.id(), name, "FAILED", reason, job.exitCodes())
                : job);
    }
}
