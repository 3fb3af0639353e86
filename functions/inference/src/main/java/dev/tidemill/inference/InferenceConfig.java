package dev.tidemill.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the inference function is told by its environment. */
record InferenceConfig(
        String artifactsBucket,
        String captureBucket,
        String featuresTable,
        String registryTable,
        String captureQueueUrl) {
    InferenceConfig {
        List<String> faults = new ArrayList<>();
        require(faults, "TIDEMILL_ARTIFACTS_BUCKET", artifactsBucket, "the artifacts bucket's name");
        require(faults, "TIDEMILL_CAPTURE_BUCKET", captureBucket, "the capture bucket's name");
        require(faults, "TIDEMILL_FEATURES_TABLE", featuresTable, "the features table's name");
        require(faults, "TIDEMILL_REGISTRY_TABLE", registryTable, "the registry table's name");
        require(faults, "TIDEMILL_CAPTURE_QUEUE_URL", captureQueueUrl, "the capture queue's address");
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    static InferenceConfig of(Map<String, String> environment) {
        return new InferenceConfig(
                environment.getOrDefault("TIDEMILL_ARTIFACTS_BUCKET", ""),
                environment.getOrDefault("TIDEMILL_CAPTURE_BUCKET", ""),
                environment.getOrDefault("TIDEMILL_FEATURES_TABLE", ""),
                environment.getOrDefault("TIDEMILL_REGISTRY_TABLE", ""),
                environment.getOrDefault("TIDEMILL_CAPTURE_QUEUE_URL", ""));
    }

    static void require(List<String> faults, String name, String value, String expected) {
        if (value.isBlank()) {
            faults.add(name + " is not set: expected " + expected);
        }
    }
}
