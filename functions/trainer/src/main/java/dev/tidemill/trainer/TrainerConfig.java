package dev.tidemill.trainer;

import dev.tidemill.aws.environment.Environment;
import dev.tidemill.core.Workspace;
import java.net.URI;
import java.nio.file.Path;
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
    private TrainerConfig(Environment given) {
        this(
                given.lakeBucket(),
                given.artifactsBucket(),
                given.registryTable(),
                given.glueCatalog(),
                given.required("TIDEMILL_TRACKING_URL", "the tracking API's address"),
                given.optional("TIDEMILL_WORKSPACE", Workspace.DEFAULT.name()),
                given.required("TIDEMILL_EXECUTION_ID", "the execution's id"),
                given.required("AWS_BATCH_JOB_ID", "the job's id"),
                given.number("AWS_BATCH_JOB_ATTEMPT", 1, 1),
                given.optional("TIDEMILL_IMAGE_DIGEST", "none"),
                given.folder());
    }

    static TrainerConfig of(Map<String, String> environment) {
        return Environment.read(environment, TrainerConfig::new);
    }

    /** Base of the tracking API's paths in this workspace. */
    URI tracking() {
        String base = trackingUrl.replaceFirst("/+$", "");
        return URI.create(workspace.equals(Workspace.DEFAULT.name()) ? base : base + "/w/" + workspace);
    }
}
