package dev.tidemill.trainingdispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What this module's functions are told by their environment.
 *
 * @param jobQueueCpu empty for the function that only completes trainings
 * @param jobQueueGpu empty where there is none
 * @param jobDefinition empty for the function that only completes trainings
 * @param attemptSeconds bound of one attempt of a job
 */
record TrainingDispatchConfig(
        String artifactsBucket,
        String lifecycleTable,
        String stateMachinePrefix,
        String jobQueueCpu,
        String jobQueueGpu,
        String jobDefinition,
        int attemptSeconds) {
    private static final int FOUR_HOURS = 4 * 60 * 60;

    TrainingDispatchConfig {
        List<String> faults = new ArrayList<>();
        require(faults, "TIDEMILL_ARTIFACTS_BUCKET", artifactsBucket);
        require(faults, "TIDEMILL_LIFECYCLE_TABLE", lifecycleTable);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    static TrainingDispatchConfig of(Map<String, String> environment) {
        return new TrainingDispatchConfig(
                environment.getOrDefault("TIDEMILL_ARTIFACTS_BUCKET", ""),
                environment.getOrDefault("TIDEMILL_LIFECYCLE_TABLE", ""),
                environment.getOrDefault("TIDEMILL_STATE_MACHINE_PREFIX", ""),
                environment.getOrDefault("TIDEMILL_JOB_QUEUE_CPU", ""),
                environment.getOrDefault("TIDEMILL_JOB_QUEUE_GPU", ""),
                environment.getOrDefault("TIDEMILL_JOB_DEFINITION", ""),
                FOUR_HOURS);
    }

    /** Refuses to dispatch without a queue and a definition. */
    void requireQueue() {
        List<String> faults = new ArrayList<>();
        require(faults, "TIDEMILL_JOB_QUEUE_CPU", jobQueueCpu);
        require(faults, "TIDEMILL_JOB_DEFINITION", jobDefinition);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    private static void require(List<String> faults, String name, String value) {
        if (value.isBlank()) {
            faults.add(name + " is not set");
        }
    }
}
