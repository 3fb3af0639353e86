package dev.tidemill.client.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Columns and rows for the nodes of a graph without cycles, after Sugiyama: a node stands right of all that point to
 * it, an arrow over several columns has a row of its own in those between, and the rows are ordered by the mean of their
 * neighbours' so that few arrows cross.
 *
 * @param places of the nodes, by id
 * @param arrows each by the places it goes through, its two nodes among them
 */
record LineageLayout(Map<String, Place> places, List<List<Place>> arrows, int columns, int rows) {
    private static final int SWEEPS = 8;

    /** A column from 0 at the left and a row from 0 at the top. */
    record Place(int column, double row) {}

    /** A node, or where an arrow passes a column. */
    private static final class Slot {
        private final int column;
        private final List<Slot> before = new ArrayList<>();
        private final List<Slot> after = new ArrayList<>();
        private double row;

        private Slot(int column) {
            this.column = column;
        }

        private double mean(List<Slot> neighbours) {
            return neighbours.stream().mapToDouble(s -> s.row).average().orElse(row);
        }

        private Place place() {
            return new Place(column, row);
        }
    }

    static LineageLayout of(List<LineageNode> nodes, List<LineageEdge> edges) {
        Map<String, Integer> columns = columns(nodes, edges);
        List<List<Slot>> grid = new ArrayList<>();
        int last = columns.values().stream().mapToInt(c -> c).max().orElse(0);
        for (int i = 0; i <= last; i++) {
            grid.add(new ArrayList<>());
        }
        Map<String, Slot> slots = new LinkedHashMap<>();
        columns.forEach((id, column) -> slots.put(id, added(grid, column)));
        List<List<Slot>> arrows = new ArrayList<>();
        for (LineageEdge edge : edges) {
            Slot from = slots.getOrDefault(edge.from(), new Slot(0));
            Slot to = slots.getOrDefault(edge.to(), new Slot(0));
            List<Slot> path = new ArrayList<>(List.of(from));
            for (int column = from.column + 1; column < to.column; column++) {
                path.add(added(grid, column));
            }
            path.add(to);
            for (int i = 1; i < path.size(); i++) {
                path.get(i - 1).after.add(path.get(i));
                path.get(i).before.add(path.get(i - 1));
            }
            arrows.add(path);
        }
        int rows = grid.stream().mapToInt(List::size).max().orElse(1);
        order(grid, rows);
        Map<String, Place> places = new LinkedHashMap<>();
        slots.forEach((id, slot) -> places.put(id, slot.place()));
        return new LineageLayout(
                places,
                arrows.stream()
                        .map(path -> path.stream().map(Slot::place).toList())
                        .toList(),
                grid.size(),
                rows);
    }

    private static Slot added(List<List<Slot>> grid, int column) {
        Slot slot = new Slot(column);
        slot.row = grid.get(column).size();
        grid.get(column).add(slot);
        return slot;
    }

    private static void order(List<List<Slot>> grid, int rows) {
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            boolean forward = sweep % 2 == 0;
            List<List<Slot>> columns = forward ? grid : grid.reversed();
            for (List<Slot> column : columns) {
                Map<Slot, Double> wished = new HashMap<>();
                column.forEach(slot -> wished.put(slot, slot.mean(forward ? slot.before : slot.after)));
                column.sort(Comparator.comparingDouble(slot -> wished.getOrDefault(slot, 0.0)));
                settle(column, wished, rows);
            }
        }
    }

    /** Rows as near to those wished as an own row for each allows. */
    private static void settle(List<Slot> column, Map<Slot, Double> wished, int rows) {
        double next = 0;
        for (int i = 0; i < column.size(); i++) {
            Slot slot = column.get(i);
            double highest = rows - (double) (column.size() - i);
            slot.row = Math.min(highest, Math.max(next, wished.getOrDefault(slot, 0.0)));
            next = slot.row + 1;
        }
        // Centred where nothing else tells the place.
        if (column.stream().allMatch(slot -> slot.before.isEmpty()) && column.size() < rows) {
            double shift = column.stream()
                    .mapToDouble(s -> s.mean(s.after) - s.row)
                    .average()
                    .orElse(0);
            double low = -column.getFirst().row;
            double high = rows - 1 - column.getLast().row;
            double moved = Math.min(high, Math.max(low, shift));
            column.forEach(slot -> slot.row += moved);
        }
    }

    private static Map<String, Integer> columns(List<LineageNode> nodes, List<LineageEdge> edges) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        for (LineageNode node : nodes) {
            if (columns.put(node.id(), 0) != null) {
                throw Inputs.refused("Two nodes of the lineage have the id '" + node.id() + "'.");
            }
        }
        for (LineageEdge edge : edges) {
            known(columns, edge.from(), edge);
            known(columns, edge.to(), edge);
        }
        boolean moved = true;
        for (int round = 0; moved; round++) {
            if (round > nodes.size()) {
                throw Inputs.refused("The lineage goes in a circle: what is made from something cannot precede it.");
            }
            moved = false;
            for (LineageEdge edge : edges) {
                int least = columns.getOrDefault(edge.from(), 0) + 1;
                if (columns.getOrDefault(edge.to(), 0) < least) {
                    columns.put(edge.to(), least);
                    moved = true;
                }
            }
        }
        return columns;
    }

    private static void known(Map<String, Integer> columns, @Nullable String id, LineageEdge edge) {
        if (!columns.containsKey(id)) {
            throw Inputs.refused(
                    "The arrow from '" + edge.from() + "' to '" + edge.to() + "' names no node '" + id + "'.");
        }
    }
}
