package dev.tidemill.core.access;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Bearer tokens. A secret is never stored: a token is found by the SHA-256 of its secret, which is 256 random bits, so
 * that neither the hash nor the time a look-up takes tells anything about another secret. Safe for use by several
 * threads.
 */
public interface Tokens {
    /**
     * Records a new token.
     *
     * @param secretSha256 64 lower-case hexadecimal digits
     * @throws IllegalStateException when a token has this id or this hash already
     */
    void issue(Token token, String secretSha256);

    /**
     * The token of a secret, as soon as it is issued or revoked; empty when there is none. It may be expired or revoked.
     *
     * @param secretSha256 64 lower-case hexadecimal digits
     */
    Optional<Token> findByHash(String secretSha256);

    /** The token with an id; empty when the workspace has none. */
    Optional<Token> find(Workspace workspace, String id);

    /** A workspace's tokens, newest first, those expired or revoked too until 30 days after they expire. */
    List<Token> list(Workspace workspace);

    /**
     * Revokes a token. One that is revoked stays as it is.
     *
     * @return the token as it is now; empty when the workspace has none with this id
     */
    Optional<Token> revoke(Workspace workspace, String id, String by, Instant at);
}
