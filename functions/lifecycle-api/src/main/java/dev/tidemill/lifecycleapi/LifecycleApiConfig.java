package dev.tidemill.lifecycleapi;

import dev.tidemill.aws.environment.Environment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the HTTP door is told by its environment.
 *
 * @param glueCatalog account id of the Glue catalog; empty for the function's own
 * @param stateMachinePrefix ARN of a state machine up to the machine's short name
 * @param administrators principals that the deployment names
 * @param workers principals of its own jobs
 * @param folder for temporary files
 */
record LifecycleApiConfig(
        String lakeBucket,
        String artifactsBucket,
        String captureBucket,
        String featuresTable,
        String registryTable,
        String lifecycleTable,
        String glueCatalog,
        String stateMachinePrefix,
        List<String> administrators,
        List<String> workers,
        Path folder) {
    LifecycleApiConfig {
        administrators = List.copyOf(administrators);
        workers = List.copyOf(workers);
    }

    private LifecycleApiConfig(Environment given) {
        this(
                given.lakeBucket(),
                given.artifactsBucket(),
                given.captureBucket(),
                given.featuresTable(),
                given.registryTable(),
                given.lifecycleTable(),
                given.glueCatalog(),
                given.stateMachinePrefix(),
                given.administrators(),
                given.workers(),
                given.folder());
    }

    static LifecycleApiConfig of(Map<String, String> environment) {
        return Environment.read(environment, LifecycleApiConfig::new);
    }
}
