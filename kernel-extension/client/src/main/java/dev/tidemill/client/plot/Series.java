package dev.tidemill.client.plot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * How everything of one name is drawn.
 *
 * @param color such as {@code #0072B2}
 * @param dash lengths drawn and left out in turn, in pixels; a line without gaps has {@code [1, 0]}
 * @param shape of its points, by Vega's name
 */
record Series(String name, String color, List<Integer> dash, String shape) {
    // Okabe and Ito's palette, told apart by the colour-blind too, without its yellow, which white drowns.
    private static final List<String> COLORS =
            List.of("#0072B2", "#D55E00", "#009E73", "#AA4499", "#56B4E9", "#E69F00", "#555555");
    private static final List<List<Integer>> DASHES = List.of(
            List.of(1, 0),
            List.of(7, 3),
            List.of(2, 2),
            List.of(8, 3, 2, 3),
            List.of(4, 2),
            List.of(12, 3),
            List.of(8, 2, 2, 2, 2, 2));
    private static final List<String> SHAPES =
            List.of("circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "triangle-right");

    /** One for each name, in their order; after the seventh, colours return with other dashes and shapes. */
    static List<Series> of(Collection<String> names) {
        List<Series> all = new ArrayList<>();
        for (String name : names) {
            int i = all.size();
            int other = (i + i / COLORS.size()) % COLORS.size();
            all.add(new Series(Scene.line(name), COLORS.get(i % COLORS.size()), DASHES.get(other), SHAPES.get(other)));
        }
        return List.copyOf(all);
    }
}
