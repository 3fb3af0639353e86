package dev.tidemill.core.registry;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import java.util.Map;

/**
 * A registered model.
 *
 * @param description empty when none was given
 * @param latestVersion 0 when it has none
 * @param aliases version number by alias
 */
public record RegisteredModel(
        Workspace workspace,
        String name,
        String description,
        int latestVersion,
        Map<String, Integer> aliases,
        Map<String, String> tags,
        Instant createdAt,
        Instant updatedAt) {
    public RegisteredModel {
        aliases = Map.copyOf(aliases);
        tags = Map.copyOf(tags);
    }
}
