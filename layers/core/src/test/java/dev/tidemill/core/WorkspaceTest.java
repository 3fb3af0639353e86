package dev.tidemill.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WorkspaceTest {
    @Test
    void name_wellFormed_isKept() {
        assertThat(new Workspace("team-7").name()).isEqualTo("team-7");
    }

    @Test
    void name_malformed_namesValueAndExpectation() {
        assertThatThrownBy(() -> new Workspace("Team 7")).hasMessageContainingAll("Team 7", "lower-case");
    }
}
