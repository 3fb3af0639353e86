package dev.tidemill.core.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change to a registered model, never rewritten.
 *
 * @param id ULID
 * @param type such as {@code VersionCreated}, {@code AliasMoved}, {@code TagSet}, {@code StatusChanged}
 * @param who the principal or execution that asked
 * @param why in words; empty when nothing was said
 * @param request correlation id of the request that asked
 * @param before JSON of the state before; null when there was none
 * @param after JSON of the state after; null when there is none
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
        @Nullable String before,
        @Nullable String after) {}
