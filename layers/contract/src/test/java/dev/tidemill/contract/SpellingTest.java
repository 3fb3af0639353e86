package dev.tidemill.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
    @Test
    void closest_swapMissingAndUnderscore_areFound() {
        List<String> names = List.of("event-time", "outcomes", "key");

        assertThat(Spelling.closest("event_time", names)).isEqualTo("event-time");
        assertThat(Spelling.closest("outcoems", names)).isEqualTo("outcomes");
        assertThat(Spelling.closest("kee", names)).isEqualTo("key");
        assertThat(Spelling.closest("visibility", names)).isNull();
    }

    @Test
    void expected_nothingNear_namesAll() {
        assertThat(Spelling.expected(List.of("a1", "b1"), "zzzz")).isEqualTo("one of a1, b1");
        assertThat(Spelling.expected(List.of(), "zzzz")).isEqualTo("nothing: there is none");
    }
}
