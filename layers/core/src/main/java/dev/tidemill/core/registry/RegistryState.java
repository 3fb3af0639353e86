package dev.tidemill.core.registry;

import java.time.Instant;
import java.util.Map;

/**
 * A model as a store keeps it, with what the next event follows.
 *
 * @param model its fields (see {@link RegistryFields}); empty when there is no such model
 * @param revision counts the changes; 0 when there is no such model
 * @param lastEventId empty when there is no such model
 * @param lastEventTime {@link Instant#MIN} when there is no such model
 */
public record RegistryState(Map<String, String> model, long revision, String lastEventId, Instant lastEventTime) {
    /** No model. */
    public static final RegistryState ABSENT = new RegistryState(Map.of(), 0, "", Instant.MIN);

    public RegistryState {
        model = Map.copyOf(model);
    }

    /** Tells whether there is such a model, not counting a deleted one. */
    public boolean exists() {
        return revision > 0 && !RegistryFields.deleted(model);
    }
}
