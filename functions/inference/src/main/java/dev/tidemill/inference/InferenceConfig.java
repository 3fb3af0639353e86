package dev.tidemill.inference;

import dev.tidemill.aws.environment.Environment;
import java.util.Map;

/** What the inference function is told by its environment. */
record InferenceConfig(
        String artifactsBucket,
        String captureBucket,
        String featuresTable,
        String registryTable,
        String captureQueueUrl) {
    private InferenceConfig(Environment given) {
        this(
                given.artifactsBucket(),
                given.captureBucket(),
                given.featuresTable(),
                given.registryTable(),
                given.captureQueueUrl());
    }

    static InferenceConfig of(Map<String, String> environment) {
        return Environment.read(environment, InferenceConfig::new);
    }
}
