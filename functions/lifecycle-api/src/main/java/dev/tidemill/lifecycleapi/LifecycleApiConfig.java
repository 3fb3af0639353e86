package dev.tidemill.lifecycleapi;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the functions of this module are told by their environment. Each function is given what it uses; what it lacks
 * reads as empty, and asking for it fails.
 *
 * @param stateMachinePrefix ARN of a state machine up to the machine's short name
 * @param folder where files lie while they are read
 */
record LifecycleApiConfig(
        String lakeBucket,
        String artifactsBucket,
        String captureBucket,
        String featuresTable,
        String registryTable,
        String lifecycleTable,
        String eventBus,
        String stateMachinePrefix,
        Path folder) {
    LifecycleApiConfig {
        List<String> faults = new ArrayList<>();
        if (!stateMachinePrefix.isEmpty() && !stateMachinePrefix.contains(":stateMachine:")) {
            faults.add("TIDEMILL_STATE_MACHINE_PREFIX '" + stateMachinePrefix
                    + "': expected arn:...:stateMachine:tidemill-");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    static LifecycleApiConfig of(Map<String, String> environment) {
        return new LifecycleApiConfig(
                environment.getOrDefault("TIDEMILL_LAKE_BUCKET", ""),
                environment.getOrDefault("TIDEMILL_ARTIFACTS_BUCKET", ""),
                environment.getOrDefault("TIDEMILL_CAPTURE_BUCKET", ""),
                environment.getOrDefault("TIDEMILL_FEATURES_TABLE", ""),
                environment.getOrDefault("TIDEMILL_REGISTRY_TABLE", ""),
                environment.getOrDefault("TIDEMILL_LIFECYCLE_TABLE", ""),
                environment.getOrDefault("TIDEMILL_EVENT_BUS", ""),
                environment.getOrDefault("TIDEMILL_STATE_MACHINE_PREFIX", ""),
                Path.of(environment.getOrDefault("TMPDIR", System.getProperty("java.io.tmpdir", "/tmp"))));
    }

    /**
     * Refuses to go on without some variables.
     *
     * @param values value by variable
     * @throws IllegalStateException naming every variable that is missing
     */
    static void require(Map<String, String> values) {
        List<String> missing = values.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("the environment lacks " + String.join(", ", missing));
        }
    }
}
