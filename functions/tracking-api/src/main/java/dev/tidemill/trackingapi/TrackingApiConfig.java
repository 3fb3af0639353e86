package dev.tidemill.trackingapi;

import dev.tidemill.aws.environment.Environment;
import java.util.List;
import java.util.Map;

/**
 * What the tracking API is told by its environment.
 *
 * @param administrators principals that the deployment names
 * @param workers principals of its own jobs
 */
record TrackingApiConfig(
        String artifactsBucket,
        String registryTable,
        String lifecycleTable,
        String trackingTable,
        List<String> administrators,
        List<String> workers) {
    TrackingApiConfig {
        administrators = List.copyOf(administrators);
        workers = List.copyOf(workers);
    }

    private TrackingApiConfig(Environment given) {
        this(
                given.artifactsBucket(),
                given.registryTable(),
                given.lifecycleTable(),
                given.trackingTable(),
                given.administrators(),
                given.workers());
    }

    static TrackingApiConfig of(Map<String, String> environment) {
        return Environment.read(environment, TrackingApiConfig::new);
    }
}
