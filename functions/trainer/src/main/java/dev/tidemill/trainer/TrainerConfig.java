package dev.tidemill.trainer;

import dev.tidemill.core.Workspace;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a training job is told by its environment.
 *
 * @param glueCatalog account id of the Glue catalog; empty for the job's own
 * @param trackingUrl base of the tracking API
 * @param jobId of Batch
 * @param attempt from 1
 * @param imageDigest of the container's image; {@code none} when it runs from none
 * @param folder for temporary files
 */
record TrainerConfig(
        String lakeBucket,
        String artifactsBucket,
        String registryTable,
        String glueCatalog,
        String trackingUrl,
        String workspace,
        String executionId,
        String jobId,
        int attempt,
        String imageDigest,
        Path folder) {
    TrainerConfig {
        List<String> faults = new ArrayList<>();
        require(faults, "TIDEMILL_LAKE_BUCKET", lakeBucket);
        require(faults, "TIDEMILL_ARTIFACTS_BUCKET", artifactsBucket);
        require(faults, "TIDEMILL_REGISTRY_TABLE", registryTable);
        require(faults, "TIDEMILL_TRACKING_URL", trackingUrl);
        require(faults, "TIDEMILL_EXECUTION_ID", executionId);
        require(faults, "AWS_BATCH_JOB_ID", jobId);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    static TrainerConfig of(Map<String, String> environment) {
        return new TrainerConfig(
                environment.getOrDefault("TIDEMILL_LAKE_BUCKET", ""),
                environment.getOrDefault("TIDEMILL_ARTIFACTS_BUCKET", ""),
                environment.getOrDefault("TIDEMILL_REGISTRY_TABLE", ""),
                environment.getOrDefault("TIDEMILL_GLUE_CATALOG", ""),
                environment.getOrDefault("TIDEMILL_TRACKING_URL", ""),
                environment.getOrDefault("TIDEMILL_WORKSPACE", Workspace.DEFAULT.name()),
                environment.getOrDefault("TIDEMILL_EXECUTION_ID", ""),
                environment.getOrDefault("AWS_BATCH_JOB_ID", ""),
                number(environment.getOrDefault("AWS_BATCH_JOB_ATTEMPT", "1")),
                environment.getOrDefault("TIDEMILL_IMAGE_DIGEST", "none"),
                Path.of(environment.getOrDefault("TMPDIR", System.getProperty("java.io.tmpdir"))));
    }

    /** Base of the tracking API's paths in this workspace. */
    URI tracking() {
        String base = trackingUrl.replaceFirst("/+$", "");
        return URI.create(workspace.equals(Workspace.DEFAULT.name()) ? base : base + "/w/" + workspace);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("AWS_BATCH_JOB_ATTEMPT is '" + text + "': expected a whole number", e);
        }
    }

    private static void require(List<String> faults, String name, String value) {
        if (value.isBlank()) {
            faults.add(name + " is not set");
        }
    }
}
