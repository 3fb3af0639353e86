package dev.tidemill.trackingapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the tracking API is told by its environment. */
record TrackingApiConfig(String artifactsBucket, String registryTable, String trackingTable) {
    TrackingApiConfig {
        List<String> faults = new ArrayList<>();
        require(faults, "TIDEMILL_ARTIFACTS_BUCKET", artifactsBucket, "the artifacts bucket's name");
        require(faults, "TIDEMILL_REGISTRY_TABLE", registryTable, "the registry table's name");
        require(faults, "TIDEMILL_TRACKING_TABLE", trackingTable, "the tracking table's name");
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    static TrackingApiConfig of(Map<String, String> environment) {
        return new TrackingApiConfig(
                environment.getOrDefault("TIDEMILL_ARTIFACTS_BUCKET", ""),
                environment.getOrDefault("TIDEMILL_REGISTRY_TABLE", ""),
                environment.getOrDefault("TIDEMILL_TRACKING_TABLE", ""));
    }

    private static void require(List<String> faults, String name, String value, String expected) {
        if (value.isBlank()) {
            faults.add(name + " is not set: expected " + expected);
        }
    }
}
