package dev.tidemill.trainingdispatch;

import dev.tidemill.aws.environment.Environment;
import java.util.Map;

/**
 * What this module's functions are told by their environment.
 *
 * @param stateMachinePrefix ARN of a state machine up to the machine's short name
 * @param attemptSeconds bound of one attempt of a job
 */
record TrainingDispatchConfig(
        String artifactsBucket, String lifecycleTable, String stateMachinePrefix, int attemptSeconds) {
    private static final int FOUR_HOURS = 4 * 60 * 60;

    private TrainingDispatchConfig(Environment given) {
        this(given.artifactsBucket(), given.lifecycleTable(), given.stateMachinePrefix(), FOUR_HOURS);
    }

    static TrainingDispatchConfig of(Map<String, String> environment) {
        return Environment.read(environment, TrainingDispatchConfig::new);
    }

    /**
     * Where jobs go, which the function that only completes trainings is not told.
     *
     * @param gpu empty where there is none
     * @param definition of the jobs
     */
    record Queues(String cpu, String gpu, String definition) {
        private Queues(Environment given) {
            this(
                    given.required("TIDEMILL_JOB_QUEUE_CPU", "the CPU job queue's name"),
                    given.optional("TIDEMILL_JOB_QUEUE_GPU", ""),
                    given.required("TIDEMILL_JOB_DEFINITION", "the job definition's name"));
        }

        static Queues of(Map<String, String> environment) {
            return Environment.read(environment, Queues::new);
        }
    }
}
