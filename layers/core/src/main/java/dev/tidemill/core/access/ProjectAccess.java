package dev.tidemill.core.access;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who has which role in a project, as its {@code access} says.
 *
 * @param model the project's registered model
 * @param principals as {@link Signer#is} takes them, by role; a role without any is left out
 */
public record ProjectAccess(String model, Map<Role, List<String>> principals) {
    public ProjectAccess {
        principals = principals.entrySet().stream()
                .filter(role -> !role.getValue().isEmpty())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, role -> List.copyOf(role.getValue())));
    }

    /** The highest role that the list gives; empty when the signer is not in it. */
    public Optional<Role> role(Signer signer) {
        return Arrays.asList(Role.values()).reversed().stream()
                .filter(role ->
                        principals.getOrDefault(role, List.of()).stream().anyMatch(signer::is))
                .findFirst();
    }
}
