package dev.tidemill.batchrunner;

import java.util.LinkedHashMap;
import java.util.Map;

/** The whole environment of a job's process: nothing of the runner's own reaches it but {@code PATH}. */
final class JobEnvironment {
    private JobEnvironment() {}

    static Map<String, String> of(Job job, RunnerOptions options) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("AWS_ENDPOINT_URL", options.endpoint().toString());
        environment.put("AWS_REGION", options.region());
        environment.put("AWS_DEFAULT_REGION", options.region());
        environment.put("AWS_ACCESS_KEY_ID", "test");
        environment.put("AWS_SECRET_ACCESS_KEY", "test");
        environment.put("LANG", "C.UTF-8");
        environment.put("TZ", "UTC");
        environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        environment.put("HOME", options.home().resolve("work").resolve(job.id()).toString());
        if (job.spec().gpus() == 0) {
            environment.put("CUDA_VISIBLE_DEVICES", "");
        }
        environment.putAll(options.environment());
        environment.putAll(job.spec().environment());
        environment.put("AWS_BATCH_JOB_ID", job.id());
        environment.put("AWS_BATCH_JOB_ATTEMPT", Integer.toString(job.attemptNumber()));
        environment.put("AWS_BATCH_JQ_NAME", job.queue());
        environment.put("AWS_BATCH_CE_NAME", "local");
        return environment;
    }
}
