package dev.tidemill.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.core.Sha256;
import dev.tidemill.core.Workspace;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every store of tokens does. */
public abstract class TokensSuite {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Workspace TEAM = new Workspace("team");
    private static final Workspace OTHER = new Workspace("other");

    /** A store without tokens. */
    protected abstract Tokens tokens();

    private static Token token(String id, Workspace workspace) {
        return new Token(id, workspace, Role.CONTRIBUTE, "ci", "alice", NOW, NOW.plus(Duration.ofDays(30)), null, null);
    }

    @Test
    void findByHash_issued_isThatToken() {
        Tokens tokens = tokens();
        tokens.issue(token("T1", TEAM), Sha256.hex("one"));
        tokens.issue(token("T2", OTHER), Sha256.hex("two"));

        assertThat(tokens.findByHash(Sha256.hex("one"))).contains(token("T1", TEAM));
        assertThat(tokens.findByHash(Sha256.hex("two"))).contains(token("T2", OTHER));
        assertThat(tokens.findByHash(Sha256.hex("three"))).isEmpty();
    }

    @Test
    void issue_sameIdOrHash_isRefusedAndChangesNothing() {
        Tokens tokens = tokens();
        tokens.issue(token("T1", TEAM), Sha256.hex("one"));

        assertThatThrownBy(() -> tokens.issue(token("T1", TEAM), Sha256.hex("two")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> tokens.issue(token("T9", OTHER), Sha256.hex("one")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(tokens.findByHash(Sha256.hex("two"))).isEmpty();
        assertThat(tokens.findByHash(Sha256.hex("one"))).contains(token("T1", TEAM));
        assertThat(tokens.list(OTHER)).isEmpty();
    }

    @Test
    void list_always_isTheWorkspacesNewestFirst() {
        Tokens tokens = tokens();
        tokens.issue(token("T1", TEAM), Sha256.hex("one"));
        tokens.issue(token("T2", OTHER), Sha256.hex("two"));
        tokens.issue(token("T3", TEAM), Sha256.hex("three"));

        assertThat(tokens.list(TEAM)).extracting(Token::id).containsExactly("T3", "T1");
        assertThat(tokens.find(TEAM, "T1")).contains(token("T1", TEAM));
        assertThat(tokens.find(OTHER, "T1")).isEmpty();
    }

    @Test
    void revoke_known_isSeenByEveryReadAndKeptWhenRepeated() {
        Tokens tokens = tokens();
        tokens.issue(token("T1", TEAM), Sha256.hex("one"));
        Token revoked = token("T1", TEAM).revoked(NOW.plusSeconds(5), "bob");

        assertThat(tokens.revoke(OTHER, "T1", "bob", NOW)).isEmpty();
        assertThat(tokens.revoke(TEAM, "T1", "bob", NOW.plusSeconds(5))).contains(revoked);
        assertThat(tokens.revoke(TEAM, "T1", "carol", NOW.plusSeconds(9))).contains(revoked);
        assertThat(tokens.findByHash(Sha256.hex("one"))).contains(revoked);
        assertThat(tokens.find(TEAM, "T1")).contains(revoked);
        assertThat(tokens.list(TEAM)).containsExactly(revoked);
        assertThat(tokens.revoke(TEAM, "T2", "bob", NOW)).isEmpty();
    }

    @Test
    void isValid_expiredOrRevoked_isNot() {
        Token token = token("T1", TEAM);

        assertThat(token.isValid(token.expiresAt().minusMillis(1))).isTrue();
        assertThat(token.isValid(token.expiresAt())).isFalse();
        assertThat(token.revoked(NOW, "bob").isValid(NOW)).isFalse();
    }
}
