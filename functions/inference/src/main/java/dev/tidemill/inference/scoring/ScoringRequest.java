package dev.tidemill.inference.scoring;

import dev.tidemill.inference.serving.VersionRequest;
import org.jspecify.annotations.Nullable;

/**
 * What an execution is asked to score.
 *
 * @param version null to use the alias
 * @param alias null for the champion
 * @param key of the uploaded file in the lake's objects
 * @param sha256 of that file
 */
record ScoringRequest(
        @Nullable String model,
        @Nullable Integer version,
        @Nullable String alias,
        String key,
        String sha256) {
    VersionRequest wanted() {
        return new VersionRequest(model, version, alias);
    }
}
