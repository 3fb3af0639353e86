package dev.tidemill.trackingapi;

import dev.tidemill.aws.environment.Environment;
import java.util.Map;

/** What the tracking API is told by its environment. */
record TrackingApiConfig(String artifactsBucket, String registryTable, String lifecycleTable, String trackingTable) {
    private TrackingApiConfig(Environment given) {
        this(given.artifactsBucket(), given.registryTable(), given.lifecycleTable(), given.trackingTable());
    }

    static TrackingApiConfig of(Map<String, String> environment) {
        return Environment.read(environment, TrackingApiConfig::new);
    }
}
