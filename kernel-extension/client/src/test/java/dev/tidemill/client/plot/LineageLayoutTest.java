package dev.tidemill.client.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LineageLayoutTest {
    private static List<LineageNode> nodes(String... ids) {
        return Stream.of(ids).map(id -> new LineageNode(id, "kind", id)).toList();
    }

    private static LineageEdge edge(String from, String to) {
        return new LineageEdge(from, to);
    }

    private static double row(LineageLayout layout, String id) {
        return layout.places()
                .getOrDefault(id, new LineageLayout.Place(-1, Double.NaN))
                .row();
    }

    @Test
    void of_chainWithAShortcut_putsEachRightOfAllBeforeIt() {
        LineageLayout layout =
                LineageLayout.of(nodes("a", "b", "c"), List.of(edge("a", "b"), edge("b", "c"), edge("a", "c")));

        assertThat(layout.places().values())
                .extracting(LineageLayout.Place::column)
                .containsExactly(0, 1, 2);
        // The shortcut passes the middle column in a row of its own.
        List<LineageLayout.Place> shortcut = layout.arrows().getLast();
        assertThat(shortcut).hasSize(3);
        assertThat(shortcut.get(1).column()).isEqualTo(1);
        assertThat(shortcut.get(1).row()).isNotEqualTo(row(layout, "b"));
    }

    @Test
    void of_twoChainsGivenCrosswise_uncrossesThem() {
        LineageLayout layout = LineageLayout.of(nodes("a", "b", "y", "x"), List.of(edge("a", "x"), edge("b", "y")));

        boolean aAbove = row(layout, "a") < row(layout, "b");
        boolean xAbove = row(layout, "x") < row(layout, "y");
        assertThat(aAbove).isEqualTo(xAbove);
    }

    @Test
    void of_everyNode_hasAPlaceOfItsOwnWithinTheRows() {
        LineageLayout layout = LineageLayout.of(
                nodes("a", "b", "c", "d", "e"),
                List.of(edge("a", "b"), edge("a", "c"), edge("a", "d"), edge("b", "e"), edge("d", "e")));

        assertThat(layout.places().values()).doesNotHaveDuplicates().allMatch(p -> p.row() >= 0 && p.row() <= 2);
    }

    @Test
    void of_circleUnknownOrTwiceGiven_isRefused() {
        assertThatThrownBy(() -> LineageLayout.of(nodes("a", "b"), List.of(edge("a", "b"), edge("b", "a"))))
                .hasMessageContaining("goes in a circle");
        assertThatThrownBy(() -> LineageLayout.of(nodes("a"), List.of(edge("a", "z"))))
                .hasMessage("The arrow from 'a' to 'z' names no node 'z'.");
        assertThatThrownBy(() -> LineageLayout.of(nodes("a", "a"), List.of())).hasMessageContaining("have the id 'a'");
    }
}
