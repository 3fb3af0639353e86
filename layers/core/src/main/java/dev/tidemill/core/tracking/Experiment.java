package dev.tidemill.core.tracking;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import java.util.Map;

/**
 * A named collection of runs.
 *
 * @param id decimal digits; {@code 0} is the experiment named Default
 * @param artifactLocation address under which its runs keep artifacts, as it was given
 * @param active false when deleted
 */
public record Experiment(
        Workspace workspace,
        String id,
        String name,
        String artifactLocation,
        boolean active,
        Map<String, String> tags,
        Instant createdAt,
        Instant updatedAt) {
    public Experiment {
        tags = Map.copyOf(tags);
    }
}
