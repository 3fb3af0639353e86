package dev.tidemill.core.access;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token without its secret.
 *
 * @param id a ULID
 * @param workspace the only one that it opens
 * @param principal the name under which its bearer is recorded
 * @param expiresAt from this instant on it opens nothing
 * @param revokedAt null while it is not revoked
 * @param revokedBy null while it is not revoked
 */
public record Token(
        String id,
        Workspace workspace,
        Role role,
        String principal,
        String createdBy,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable String revokedBy) {
    /** Tells whether it opens its workspace. */
    public boolean isValid(Instant now) {
        return revokedAt == null && now.isBefore(expiresAt);
    }

    /** This token, revoked. */
    public Token revoked(Instant at, String by) {
        return new Token(id, workspace, role, principal, createdBy, createdAt, expiresAt, at, by);
    }
}
