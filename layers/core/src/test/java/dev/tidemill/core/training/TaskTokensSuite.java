package dev.tidemill.core.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.core.Workspace;
import org.junit.jupiter.api.Test;

/** What every store of task tokens does. */
public abstract class TaskTokensSuite {
    private static final Workspace TEAM = new Workspace("team");

    /** A store without tokens. */
    protected abstract TaskTokens tokens();

    @Test
    void find_claimed_isTheNewest() {
        TaskTokens tokens = tokens();
        assertThat(tokens.find(TEAM, "E1")).isEmpty();
        tokens.claim(TEAM, "E1", "token-1");
        tokens.claim(TEAM, "E1", "token-2");
        assertThat(tokens.find(TEAM, "E1")).contains("token-2");
        assertThat(tokens.find(Workspace.DEFAULT, "E1")).isEmpty();
    }
}
