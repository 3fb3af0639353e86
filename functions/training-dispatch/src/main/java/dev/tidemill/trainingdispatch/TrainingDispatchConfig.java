package dev.tidemill.trainingdispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the dispatch function is told by its environment.
 *
 * @param gpuQueue empty where there is none
 */
record TrainingDispatchConfig(Base base, String cpuQueue, String gpuQueue, String jobDefinition) {
    TrainingDispatchConfig {
        List<String> faults = new ArrayList<>();
        Base.require(faults, "TIDEMILL_JOB_QUEUE_CPU", cpuQueue, "the job queue without GPUs");
        Base.require(faults, "TIDEMILL_JOB_DEFINITION", jobDefinition, "the trainer's job definition");
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    static TrainingDispatchConfig of(Map<String, String> environment) {
        return new TrainingDispatchConfig(
                Base.of(environment),
                environment.getOrDefault("TIDEMILL_JOB_QUEUE_CPU", ""),
                environment.getOrDefault("TIDEMILL_JOB_QUEUE_GPU", ""),
                environment.getOrDefault("TIDEMILL_JOB_DEFINITION", ""));
    }

    /** What both functions of this module are told. */
    record Base(String artifactsBucket, String lifecycleTable) {
        Base {
            List<String> faults = new ArrayList<>();
            require(faults, "TIDEMILL_ARTIFACTS_BUCKET", artifactsBucket, "the artifacts bucket's name");
            require(faults, "TIDEMILL_LIFECYCLE_TABLE", lifecycleTable, "the lifecycle table's name");
            if (!faults.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", faults));
            }
        }

        static Base of(Map<String, String> environment) {
            return new Base(
                    environment.getOrDefault("TIDEMILL_ARTIFACTS_BUCKET", ""),
                    environment.getOrDefault("TIDEMILL_LIFECYCLE_TABLE", ""));
        }

        static void require(List<String> faults, String name, String value, String expected) {
            if (value.isBlank()) {
                faults.add(name + " is not set: expected " + expected);
            }
        }
    }
}
