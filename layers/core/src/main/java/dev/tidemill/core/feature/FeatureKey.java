package dev.tidemill.core.feature;

import dev.tidemill.core.Workspace;
import java.time.Instant;

/**
 * Names one online item.
 *
 * @param viewVersion content hash of the view's definition
 * @param entity the entity's key as text; of a view joined {@code at}, that of {@link #entityAt}
 */
public record FeatureKey(Workspace workspace, String project, String view, String viewVersion, String entity) {
    /** The key of an entity at an event time, such as {@code store-7@2026-01-05T00:00:00Z}. */
    public static String entityAt(String entity, Instant eventTime) {
        return entity + "@" + eventTime;
    }
}
