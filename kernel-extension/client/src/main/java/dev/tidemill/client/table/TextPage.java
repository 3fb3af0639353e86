package dev.tidemill.client.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a page as aligned text. */
final class TextPage {
    private static final int LONGEST = 40;

    private TextPage() {}

    static String of(TablePage page) {
        List<String[]> lines = new ArrayList<>();
        int width = page.columns().size() + 1;
        String[] names = new String[width];
        String[] types = new String[width];
        String[] nulls = new String[width];
        names[0] = types[0] = nulls[0] = "";
        for (int i = 1; i < width; i++) {
            TableColumn column = page.columns().get(i - 1);
            names[i] = cut(column.name());
            types[i] = CellText.shortType(column.type());
            nulls[i] = CellText.nulls(column);
        }
        lines.add(names);
        lines.add(types);
        lines.add(nulls);
        long number = page.from();
        for (Map<String, @Nullable Object> row : page.rows()) {
            number++;
            String[] line = new String[width];
            line[0] = String.valueOf(number);
            for (int i = 1; i < width; i++) {
                Object value = row.get(page.columns().get(i - 1).name());
                line[i] = value == null ? "null" : cut(CellText.of(value));
            }
            lines.add(line);
        }
        return aligned(page, lines) + CellText.footer(page) + "\n";
    }

    private static String aligned(TablePage page, List<String[]> lines) {
        int width = page.columns().size() + 1;
        int[] widths = new int[width];
        for (String[] line : lines) {
            for (int i = 0; i < width; i++) {
                widths[i] = Math.max(widths[i], length(line[i]));
            }
        }
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < lines.size(); at++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < width; i++) {
                String cell = lines.get(at)[i];
                String gap = " ".repeat(widths[i] - length(cell));
                boolean right = i == 0 || page.columns().get(i - 1).isNumeric();
                line.append(right ? gap + cell : cell + gap).append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
            if (at == 2) {
                for (int i = 0; i < width; i++) {
                    text.append("-".repeat(widths[i])).append(i + 1 < width ? "  " : "\n");
                }
            }
        }
        return text.toString();
    }

    private static String cut(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .limit(LONGEST + 1L)
                .forEach(point -> line.appendCodePoint(Character.isISOControl(point) ? ' ' : point));
        return length(line.toString()) <= LONGEST
                ? line.toString()
                : line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
