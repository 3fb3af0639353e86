package dev.tidemill.core.registry;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of a registered model, as it is now.
 *
 * @param number from 1, never used again
 * @param executionId the training that made it, which is also its registration key; empty when no training of ours did
 * @param runId MLflow run id, 32 hexadecimal digits; empty when none is known
 * @param bundleKey folder of the bundle in the artifacts store, without a closing slash; empty when it has none
 * @param manifest JSON object: everything recorded of the version (see the contract's model manifest); empty object when
 *     it was imported
 * @param description as clients set it; empty when none was given
 * @param approvals in the order in which they were given
 */
public record ModelVersion(
        Workspace workspace,
        String model,
        int number,
        String executionId,
        String runId,
        String bundleKey,
        String manifest,
        ModelCard card,
        VersionStatus status,
        Map<String, String> tags,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String createdBy,
        Origin origin,
        String description,
        List<Approval> approvals) {
    public ModelVersion {
        tags = Map.copyOf(tags);
        approvals = List.copyOf(approvals);
    }

    /**
     * A version that a training made.
     *
     * @param card Markdown
     * @param status Draft, Candidate, Staging, Production, Archived or Rejected
     */
    public ModelVersion(
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
        this(
                workspace,
                model,
                number,
                executionId,
                runId,
                bundleKey,
                manifest,
                ModelCard.of(card),
                VersionStatus.of(status),
                tags,
                createdAt,
                updatedAt,
                createdBy,
                Origin.trained(),
                "",
                List.of());
    }

    /** Tells whether a training of ours made it. */
    public boolean trained() {
        return origin instanceof Origin.Trained;
    }

    /** What its record lacks, by field, with why; empty when a training of ours made it or its record is complete. */
    public Map<String, String> missing() {
        return origin instanceof Origin.Imported imported ? imported.missing() : Map.of();
    }

    /**
     * Lets pass a version whose record is complete.
     *
     * @param purpose what needs a complete record, as the beginning of a sentence
     * @throws ProblemException {@code INCOMPLETE_VERSION} that names every missing field
     */
    public void requireRecorded(String purpose) {
        Map<String, String> missing = missing();
        if (!missing.isEmpty()) {
            throw new ProblemException(
                    "INCOMPLETE_VERSION",
                    purpose + " needs a complete record, and version " + number + " of model '" + model
                            + "', which was imported, lacks " + String.join(", ", missing.keySet()) + ".",
                    missing.entrySet().stream()
                            .map(field -> new Problem.Detail(
                                    "version " + number + ", " + field.getKey(),
                                    field.getValue(),
                                    "its " + field.getKey()))
                            .toList());
        }
    }
}
