package dev.tidemill.registration;

import dev.tidemill.aws.environment.Environment;
import java.util.Map;

/** What the registration function is told by its environment. */
record RegistrationConfig(String artifactsBucket, String registryTable, String lifecycleTable, String trackingTable) {
    private RegistrationConfig(Environment given) {
        this(given.artifactsBucket(), given.registryTable(), given.lifecycleTable(), given.trackingTable());
    }

    static RegistrationConfig of(Map<String, String> environment) {
        return Environment.read(environment, RegistrationConfig::new);
    }
}
