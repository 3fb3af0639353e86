package dev.tidemill.core.registry;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of a registered model, as it is now.
 *
 * @param number from 1, never used again
 * @param executionId the training that made it, which is also its registration key
 * @param runId MLflow run id, 32 hexadecimal digits
 * @param bundleKey folder of the bundle in the artifacts store, without a closing slash
 * @param manifest JSON object: everything recorded of the version (see the contract's model manifest)
 * @param card Markdown
 * @param status Draft, Candidate, Staging, Production, Archived or Rejected
 */
public record ModelVersion(
        Workspace workspace,
        String model,
        int number,
        String executionId,
        String runId,
        String bundleKey,
        String manifest,
        String card,
        String status,
        Map<String, String> tags,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String createdBy) {
    public ModelVersion {
        tags = Map.copyOf(tags);
    }
}
