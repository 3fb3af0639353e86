package dev.tidemill.client.plot;

import dev.tidemill.client.plot.Layer.Mark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** A graph of boxes and arrows from left to right, on the columns that {@link LineageLayout} finds. */
final class LineagePlot {
    private static final int NARROWEST = 150;
    private static final int WIDEST = 184;
    // As wide as the output of a cell in a window of common size.
    private static final int PAGE = 960;
    private static final int ROW = 62;
    // In units of a column and of a row.
    private static final double BOX_WIDTH = 0.8;
    private static final double BOX_HEIGHT = 0.7;
    private static final double LETTER = 7.6;

    private LineagePlot() {}

    static Plot of(String title, List<LineageNode> nodes, List<LineageEdge> edges) {
        Inputs.some(nodes, title, "nodes");
        LineageLayout layout = LineageLayout.of(nodes, edges);
        LinkedHashSet<String> kinds = new LinkedHashSet<>();
        nodes.forEach(node -> kinds.add(node.kind()));
        List<Series> series = Series.of(kinds);
        Map<String, String> colors = new LinkedHashMap<>();
        series.forEach(s -> colors.put(s.name(), s.color()));

        int column = Math.clamp(PAGE / layout.columns(), NARROWEST, WIDEST);
        int letters = (int) ((column * BOX_WIDTH - 12) / LETTER);
        List<Row> boxes = new ArrayList<>();
        List<Row> insides = new ArrayList<>();
        List<Row> stripes = new ArrayList<>();
        List<Row> labels = new ArrayList<>();
        List<Row> kindsTold = new ArrayList<>();
        for (LineageNode node : nodes) {
            LineageLayout.Place at = layout.places().getOrDefault(node.id(), new LineageLayout.Place(0, 0));
            double x = at.column();
            double y = at.row();
            String[] tips = {Scene.line(node.kind()), Scene.line(node.label()), Scene.line(node.id())};
            double top = y - BOX_HEIGHT / 2;
            double bottom = y + BOX_HEIGHT / 2;
            String color = colors.getOrDefault(Scene.line(node.kind()), Style.LINES);
            boxes.add(Row.at(x, top).to(x + BOX_WIDTH, bottom).colored(color).tip(tips));
            insides.add(Row.at(x + 0.008, top + 0.025)
                    .to(x + BOX_WIDTH - 0.008, bottom - 0.025)
                    .tip(tips));
            stripes.add(Row.at(x, top).to(x + 0.03, bottom).colored(color).tip(tips));
            kindsTold.add(Row.at(x + 0.06, y - 0.16).saying(Scene.shortened(node.kind(), letters)));
            labels.add(Row.at(x + 0.06, y + 0.15).saying(Scene.shortened(node.label(), letters)));
        }
        List<Row> lines = new ArrayList<>();
        List<Row> heads = new ArrayList<>();
        layout.arrows().forEach(arrow -> arrow(arrow, lines, heads));
        List<String> tips = List.of("kind", "label", "id");
        Panel panel = Panel.of(
                (int) Math.round(column * (layout.columns() - 1 + BOX_WIDTH + 0.02)),
                ROW * layout.rows(),
                Axis.hidden(-0.01, layout.columns() - 1 + BOX_WIDTH + 0.01, false),
                Axis.hidden(-0.5, layout.rows() - 0.5, true),
                List.of(
                        Layer.of(Mark.LINE, Style.of(Style.LINES, 1.4), lines),
                        Layer.of(Mark.POINT, Style.of(Style.LINES, 50).shaped("triangle-right"), heads),
                        Layer.of(Mark.RECT, Style.of(Style.BY_ROW, 1), tips, boxes),
                        Layer.of(Mark.RECT, Style.of(Style.CARD, 1), tips, insides),
                        Layer.of(Mark.RECT, Style.of(Style.BY_ROW, 1), tips, stripes),
                        Layer.of(Mark.TEXT, Style.of(Style.SOFT, 9.5).placed("left", 0, 0), kindsTold),
                        Layer.of(Mark.TEXT, Style.of(Style.TEXT, 10.5).placed("left", 0, 0), labels)));
        return new Plot(
                new Scene(title, "", List.of(panel), 1),
                "Lineage of " + nodes.size() + " things and " + edges.size() + " arrows");
    }

    private static void arrow(List<LineageLayout.Place> arrow, List<Row> lines, List<Row> heads) {
        String key = "arrow " + heads.size();
        LineageLayout.Place from = arrow.getFirst();
        LineageLayout.Place to = arrow.getLast();
        lines.add(Row.at(from.column() + BOX_WIDTH, from.row()).of(key));
        for (LineageLayout.Place between : arrow.subList(1, arrow.size() - 1)) {
            lines.add(Row.at(between.column(), between.row()).of(key));
            lines.add(Row.at(between.column() + BOX_WIDTH, between.row()).of(key));
        }
        lines.add(Row.at(to.column() - 0.035, to.row()).of(key));
        heads.add(Row.at(to.column() - 0.022, to.row()));
    }
}
