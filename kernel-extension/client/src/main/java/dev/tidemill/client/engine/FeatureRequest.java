package dev.tidemill.client.engine;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which features are wanted.
 *
 * @param project whose features they are
 * @param revision id of the project's revision; null for the latest
 * @param asOf only what was known at this instant counts; null for everything up to each row's own time
 * @param features by full name, such as {@code weather.visib} or {@code departure_hour}; empty for all
 */
public record FeatureRequest(
        String project, @Nullable String revision, @Nullable Instant asOf, List<String> features) {
    public FeatureRequest {
        features = List.copyOf(features);
    }

    /** Every feature of a project's latest revision. */
    public static FeatureRequest all(String project) {
        return new FeatureRequest(project, null, null, List.of());
    }

    /** Some features of a project's latest revision. */
    public static FeatureRequest of(String project, List<String> features) {
        return new FeatureRequest(project, null, null, features);
    }

    /** The same as known at an instant. */
    public FeatureRequest asOf(Instant instant) {
        return new FeatureRequest(project, revision, instant, features);
    }

    /** The same of another revision. */
    public FeatureRequest revision(String id) {
        return new FeatureRequest(project, id, asOf, features);
    }
}
