package dev.tidemill.client.table;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a page as HTML that takes its colours from where it stands. */
final class HtmlPage {
    private static final int LONGEST = 60;
    private static final String RULE = "border-bottom:1px solid rgba(128,128,128,.35);";
    private static final String CELL = "padding:.2em .7em;white-space:nowrap;background:transparent;color:inherit;";
    private static final String FAINT = "opacity:.6;font-weight:normal;font-size:85%;";

    private HtmlPage() {}

    static String of(TablePage page) {
        StringBuilder html = new StringBuilder(4_096);
        html.append(
                "<div style=\"overflow-x:auto;max-width:100%\"><table style=\"border-collapse:collapse;color:inherit;font-size:inherit;"
                        + "font-variant-numeric:tabular-nums;border:none;margin:0\"><thead><tr>");
        html.append("<th style=\"").append(CELL).append(RULE).append("\"></th>");
        for (TableColumn column : page.columns()) {
            html.append("<th scope=\"col\" style=\"")
                    .append(CELL)
                    .append(RULE)
                    .append("vertical-align:top;text-align:")
                    .append(column.isNumeric() ? "right" : "left")
                    .append("\"><div>")
                    .append(escaped(column.name()))
                    .append("</div><div style=\"")
                    .append(FAINT)
                    .append("\" title=\"")
                    .append(escaped(column.type()))
                    .append("\">")
                    .append(escaped(CellText.shortType(column.type())))
                    .append("</div><div style=\"")
                    .append(FAINT)
                    .append("\" title=\"")
                    .append(CellText.share(column, page.total()))
                    .append("\">")
                    .append(CellText.nulls(column))
                    .append("</div></th>");
        }
        html.append("</tr></thead><tbody>");
        long number = page.from();
        for (Map<String, @Nullable Object> row : page.rows()) {
            number++;
            html.append("<tr><th scope=\"row\" style=\"")
                    .append(CELL)
                    .append(FAINT)
                    .append("text-align:right\">")
                    .append(number)
                    .append("</th>");
            for (TableColumn column : page.columns()) {
                cell(html, row.get(column.name()), column.isNumeric());
            }
            html.append("</tr>");
        }
        html.append("</tbody></table></div><div style=\"")
                .append(FAINT)
                .append("padding:.3em .7em\">")
                .append(escaped(CellText.footer(page)))
                .append("</div>");
        return html.toString();
    }

    private static void cell(StringBuilder html, @Nullable Object value, boolean numeric) {
        html.append("<td style=\"").append(CELL).append("text-align:").append(numeric ? "right" : "left");
        if (value == null) {
            html.append(";opacity:.45;font-style:italic\">null</td>");
            return;
        }
        String text = CellText.of(value);
        if (text.codePointCount(0, text.length()) > LONGEST) {
            html.append("\" title=\"").append(escaped(shortened(text, 2_000)));
            text = shortened(text, LONGEST);
        }
        html.append("\">").append(escaped(text)).append("</td>");
    }

    private static String shortened(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
    }

    private static final Set<Integer> KEPT = Set.of((int) '\t', (int) '\n');

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                // Jupyter looks for mathematics in HTML.
                case '$' -> safe.append("&#36;");
                default -> {
                    if (Character.isISOControl(point) && !KEPT.contains(point)) {
                        safe.append('�');
                    } else {
                        safe.appendCodePoint(point);
                    }
                }
            }
        });
        return safe.toString();
    }
}
