package dev.tidemill.core.tracking;

import org.jspecify.annotations.Nullable;

/**
 * A dataset that runs read. Name and digest identify it within its experiment.
 *
 * @param sourceType kind of source, such as {@code http}
 * @param source where it came from, as JSON or text
 * @param schema its columns, as JSON; null when not told
 * @param profile its statistics, as JSON; null when not told
 */
public record Dataset(
        String name,
        String digest,
        String sourceType,
        String source,
        @Nullable String schema,
        @Nullable String profile) {}
