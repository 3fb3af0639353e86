package dev.tidemill.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store of decisions does. */
public abstract class TriggersSuite {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Workspace TEAM = new Workspace("team");

    /** A store without decisions. */
    protected abstract Triggers triggers();

    @Test
    void decide_again_theFirstStands() {
        Triggers triggers = triggers();
        Trigger first = trigger("t1", ExecutionKind.TRAINING, "started", "E1", NOW);
        assertThat(triggers.decide(first)).isEqualTo(first);
        assertThat(triggers.decide(trigger("t1", ExecutionKind.TRAINING, "started", "E2", NOW.plusSeconds(1))))
                .isEqualTo(first);
    }

    @Test
    void find_byId_isWhatWasDecided() {
        Triggers triggers = triggers();
        Trigger refused = trigger("t1", ExecutionKind.TRAINING, "cool-down", null, NOW);
        assertThat(triggers.find(TEAM, "t1")).isEmpty();
        triggers.decide(refused);
        assertThat(triggers.find(TEAM, "t1")).contains(refused);
        assertThat(triggers.find(new Workspace("other"), "t1")).isEmpty();
    }

    @Test
    void list_decisions_newestFirst() {
        Triggers triggers = triggers();
        triggers.decide(trigger("t1", ExecutionKind.TRAINING, "started", "E1", NOW));
        triggers.decide(trigger("t2", ExecutionKind.TRAINING, "cool-down", null, NOW.plusSeconds(1)));
        assertThat(triggers.list(TEAM, "flights")).extracting(Trigger::id).containsExactly("t2", "t1");
        assertThat(triggers.list(TEAM, "other")).isEmpty();
    }

    @Test
    void lastStarted_laterRefusals_areSkipped() {
        Triggers triggers = triggers();
        assertThat(triggers.lastStarted(TEAM, "flights", ExecutionKind.TRAINING))
                .isEmpty();
        triggers.decide(trigger("t1", ExecutionKind.TRAINING, "started", "E1", NOW));
        triggers.decide(trigger("t2", ExecutionKind.MONITORING, "started", "E2", NOW.plusSeconds(1)));
        triggers.decide(trigger("t3", ExecutionKind.TRAINING, "too-few-labels", null, NOW.plusSeconds(2)));
        assertThat(triggers.lastStarted(TEAM, "flights", ExecutionKind.TRAINING))
                .map(Trigger::id)
                .contains("t1");
    }

    private static Trigger trigger(
            String id, ExecutionKind kind, String decision, @Nullable String execution, Instant time) {
        return new Trigger(TEAM, "flights", id, "event", kind, decision, execution, "{\"labels\":5}", time);
    }
}
