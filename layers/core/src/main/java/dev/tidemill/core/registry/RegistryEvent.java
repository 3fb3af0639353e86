package dev.tidemill.core.registry;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One change to a registered model, never rewritten. The events of a model have one order, that of their ids, in which
 * their times never run backward; folding them gives the model and its versions as they are (see
 * {@link RegistryProjection}).
 *
 * @param id ULID
 * @param model its name when this happened
 * @param type one of {@link EventTypes}
 * @param version the version concerned; null when it is the model
 * @param alias the alias concerned; null when it is none
 * @param who the principal or execution that asked
 * @param why in words; empty when nothing was said
 * @param request correlation id of the request that asked
 * @param before what the fields that changed held before, by field such as {@code version.status}; without those that
 *     were not there
 * @param after what they hold since; without those that are no longer there
 * @param aliases every alias of the model since, with the version it names; null for an event of the first format,
 *     which did not record them
 */
public record RegistryEvent(
        String id,
        String model,
        String type,
        @Nullable Integer version,
        @Nullable String alias,
        String who,
        String why,
        String request,
        Instant time,
        Map<String, String> before,
        Map<String, String> after,
        @Nullable Map<String, Integer> aliases) {
    public RegistryEvent {
        before = Map.copyOf(before);
        after = Map.copyOf(after);
        aliases = aliases == null ? null : Map.copyOf(aliases);
    }

    /** The field of {@code before} and {@code after} that says which version an alias names. */
    public static String aliasField(String alias) {
        return RegistryProjection.MODEL + RegistryFields.ALIAS + alias;
    }
}
