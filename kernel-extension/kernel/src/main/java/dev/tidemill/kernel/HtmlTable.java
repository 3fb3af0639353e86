package dev.tidemill.kernel;

import java.util.ArrayList;
import java.util.List;

/** A table as HTML, everything in it escaped, and as aligned text for viewers without HTML. Immutable. */
record HtmlTable(String caption, List<String> header, List<List<String>> rows) {
    private static final String LINES =
            "<td style=\"text-align:left;white-space:pre-wrap;font-family:monospace;vertical-align:top\">";

    HtmlTable {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
    }

    String html() {
        StringBuilder html = new StringBuilder("<table>");
        if (!caption.isEmpty()) {
            html.append("<caption style=\"text-align:left;font-weight:bold\">")
                    .append(escaped(caption))
                    .append("</caption>");
        }
        html.append("<thead><tr>");
        header.forEach(cell -> html.append("<th style=\"text-align:left\">")
                .append(escaped(cell))
                .append("</th>"));
        html.append("</tr></thead><tbody>");
        for (List<String> row : rows) {
            html.append("<tr>");
            row.forEach(cell -> html.append(cell.indexOf('\n') < 0 ? "<td style=\"text-align:left\">" : LINES)
                    .append(escaped(cell))
                    .append("</td>"));
            html.append("</tr>");
        }
        return html.append("</tbody></table>").toString();
    }

    String text() {
        List<List<String>> all = new ArrayList<>(List.of(header));
        all.addAll(rows);
        StringBuilder text = new StringBuilder(caption.isEmpty() ? "" : caption + "\n");
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int width = width(all, i);
                line.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static int width(List<List<String>> all, int column) {
        return all.stream()
                .filter(row -> row.size() > column)
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
