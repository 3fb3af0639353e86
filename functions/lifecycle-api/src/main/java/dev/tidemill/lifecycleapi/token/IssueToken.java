package dev.tidemill.lifecycleapi.token;

import dev.tidemill.core.IdSource;
import dev.tidemill.core.Sha256;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.Role;
import dev.tidemill.core.access.Token;
import dev.tidemill.core.access.Tokens;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.function.Supplier;

/** Issues a token whose secret nobody can read again. Safe for use by several threads. */
public final class IssueToken {
    /** How every secret begins, so that it is recognized where it leaks. */
    public static final String PREFIX = "tm_";

    /** Random bytes of a secret. */
    public static final int SECRET_BYTES = 32;

    private final Tokens tokens;
    private final IdSource ids;
    private final Supplier<byte[]> secrets;
    private final InstantSource clock;

    /**
     * @param secrets {@value #SECRET_BYTES} random bytes at each call
     */
    public IssueToken(Tokens tokens, IdSource ids, Supplier<byte[]> secrets, InstantSource clock) {
        this.tokens = tokens;
        this.ids = ids;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * A new token with its secret.
     *
     * @param secret {@value #PREFIX} and 43 characters of URL-safe Base64
     */
    public record Issued(Token token, String secret) {}

    /** Issues a token. */
    public Issued issue(Workspace workspace, Role role, String principal, Instant expiresAt, String by) {
        Instant now = clock.instant();
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secrets.get());
        Token token = new Token(ids.next(now), workspace, role, principal, by, now, expiresAt, null, null);
        tokens.issue(token, Sha256.hex(secret));
        return new Issued(token, secret);
    }
}
