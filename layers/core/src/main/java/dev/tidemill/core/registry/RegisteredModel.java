package dev.tidemill.core.registry;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * A registered model.
 *
 * @param description empty when none was given
 * @param latestVersion the highest number given so far, whether or not that version has been deleted; 0 when none was
 * @param aliases version number by alias
 * @param guardedAliases aliases that name only versions that a training of ours made, and that move as versions go into
 *     production: by an approver who is not the version's author
 */
public record RegisteredModel(
        Workspace workspace,
        String name,
        String description,
        int latestVersion,
        Map<String, Integer> aliases,
        Map<String, String> tags,
        Instant createdAt,
        Instant updatedAt,
        Set<String> guardedAliases) {
    public RegisteredModel {
        aliases = Map.copyOf(aliases);
        tags = Map.copyOf(tags);
        guardedAliases = Set.copyOf(guardedAliases);
    }

    /** A model whose aliases are all free. */
    public RegisteredModel(
            Workspace workspace,
            String name,
            String description,
            int latestVersion,
            Map<String, Integer> aliases,
            Map<String, String> tags,
            Instant createdAt,
            Instant updatedAt) {
        this(workspace, name, description, latestVersion, aliases, tags, createdAt, updatedAt, Set.of());
    }
}
