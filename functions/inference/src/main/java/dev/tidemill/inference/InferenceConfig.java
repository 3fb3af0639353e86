package dev.tidemill.inference;

import dev.tidemill.aws.environment.Environment;
import java.util.List;
import java.util.Map;

/**
 * What the inference function is told by its environment.
 *
 * @param administrators principals that the deployment names
 * @param workers principals of its own jobs
 */
record InferenceConfig(
        String artifactsBucket,
        String captureBucket,
        String featuresTable,
        String registryTable,
        String captureQueueUrl,
        List<String> administrators,
        List<String> workers) {
    InferenceConfig {
        administrators = List.copyOf(administrators);
        workers = List.copyOf(workers);
    }

    private InferenceConfig(Environment given) {
        this(
                given.artifactsBucket(),
                given.captureBucket(),
                given.featuresTable(),
                given.registryTable(),
                given.captureQueueUrl(),
                given.administrators(),
                given.workers());
    }

    static InferenceConfig of(Map<String, String> environment) {
        return Environment.read(environment, InferenceConfig::new);
    }
}
