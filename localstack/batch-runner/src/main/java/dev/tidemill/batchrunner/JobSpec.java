package dev.tidemill.batchrunner;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a job needs and how it runs: a job definition, or one with a submission's overrides applied.
 *
 * @param image the container image, which here only chooses the local command
 * @param command arguments for it
 * @param environment variables of the container
 * @param vcpus processors needed
 * @param memoryMb MiB the job may hold
 * @param gpus graphics processors needed
 * @param retry when a failed attempt is followed by another
 * @param timeoutSeconds longest time of one attempt, null for none
 */
public record JobSpec(
        String image,
        List<String> command,
        Map<String, String> environment,
        double vcpus,
        int memoryMb,
        int gpus,
        RetryStrategy retry,
        @Nullable Integer timeoutSeconds) {

    /** Copies the collections. */
    public JobSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
