package dev.tidemill.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.lifecycle.IdempotencyStore.Claim;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every store of idempotency keys does. */
public abstract class IdempotencyStoreSuite {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Workspace TEAM = new Workspace("team");

    /** A store without keys. */
    protected abstract IdempotencyStore store();

    @Test
    void claim_new_isClaimedOnce() {
        IdempotencyStore store = store();
        assertThat(store.claim(TEAM, "k", "body", NOW)).isEqualTo(new Claim.Claimed());
        assertThat(store.claim(TEAM, "k", "body", NOW.plusSeconds(59))).isEqualTo(new Claim.InProgress());
        assertThat(store.claim(Workspace.DEFAULT, "k", "body", NOW)).isEqualTo(new Claim.Claimed());
    }

    @Test
    void claim_answered_givesTheAnswer() {
        IdempotencyStore store = store();
        store.claim(TEAM, "k", "body", NOW);
        store.complete(TEAM, "k", 202, "{\"a\":1}", NOW.plusSeconds(1));
        assertThat(store.claim(TEAM, "k", "body", NOW.plus(Duration.ofHours(23))))
                .isEqualTo(new Claim.Answered(202, "{\"a\":1}"));
        assertThat(store.claim(TEAM, "k", "other", NOW.plusSeconds(2))).isEqualTo(new Claim.Mismatch());
    }

    @Test
    void claim_abandonedForAMinute_isClaimedAgain() {
        IdempotencyStore store = store();
        store.claim(TEAM, "k", "body", NOW);
        assertThat(store.claim(TEAM, "k", "body", NOW.plusSeconds(60))).isEqualTo(new Claim.Claimed());
    }

    @Test
    void claim_afterADay_isNew() {
        IdempotencyStore store = store();
        store.claim(TEAM, "k", "body", NOW);
        store.complete(TEAM, "k", 202, "{}", NOW);
        assertThat(store.claim(TEAM, "k", "other", NOW.plus(Duration.ofHours(25))))
                .isEqualTo(new Claim.Claimed());
    }

    @Test
    void release_claimed_canBeClaimed() {
        IdempotencyStore store = store();
        store.claim(TEAM, "k", "body", NOW);
        store.release(TEAM, "k");
        assertThat(store.claim(TEAM, "k", "other", NOW)).isEqualTo(new Claim.Claimed());
    }
}
