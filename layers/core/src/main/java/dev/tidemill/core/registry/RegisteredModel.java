package dev.tidemill.core.registry;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A registered model.
 *
 * @param description empty when none was given
 * @param latestVersion the highest number given so far, whether or not that version has been deleted; 0 when none was
 * @param aliases version number by alias
 * @param rules what guarded aliases demand of the versions they name
 * @param aliasesSince when each alias was pointed at its version; without those that were moved before this was kept
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
        Map<String, AliasRule> rules,
        Map<String, Instant> aliasesSince) {
    public RegisteredModel {
        aliases = Map.copyOf(aliases);
        tags = Map.copyOf(tags);
        rules = Map.copyOf(rules);
        aliasesSince = Map.copyOf(aliasesSince);
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
        this(workspace, name, description, latestVersion, aliases, tags, createdAt, updatedAt, Map.of(), Map.of());
    }

    /** The aliases that demand something of the versions they name. */
    public Set<String> guardedAliases() {
        return rules.keySet();
    }

    /** What an alias demands; empty when it is free. */
    public Optional<AliasRule> rule(String alias) {
        return Optional.ofNullable(rules.get(alias));
    }
}
