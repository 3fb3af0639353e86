package dev.tidemill.lifecycleapi.token;

import dev.tidemill.core.Sha256;
import dev.tidemill.core.access.Token;
import dev.tidemill.core.access.Tokens;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the token that a request shows. Safe for use by several threads. */
public final class AuthorizeToken {
    private static final Pattern BEARER = Pattern.compile("[Bb]earer (" + IssueToken.PREFIX + "[A-Za-z0-9_-]{43})");

    private final Tokens tokens;
    private final InstantSource clock;

    public AuthorizeToken(Tokens tokens, InstantSource clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * The token; empty when it is none of ours, unknown, expired or revoked.
     *
     * @param authorization the header's value
     */
    public Optional<Token> authorize(String authorization) {
        Matcher bearer = BEARER.matcher(authorization.strip());
        return bearer.matches()
                ? tokens.findByHash(Sha256.hex(bearer.group(1))).filter(token -> token.isValid(clock.instant()))
                : Optional.empty();
    }
}
