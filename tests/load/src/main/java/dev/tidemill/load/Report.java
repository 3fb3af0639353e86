package dev.tidemill.load;

import dev.tidemill.contract.Json;
import dev.tidemill.load.Figure.Quantity;
import dev.tidemill.load.Figure.Spread;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures with the machine they were measured on, as one table and as JSON.
 *
 * @param machine facts by name, in the order in which they are printed
 */
record Report(Map<String, Object> machine, List<Figure> figures) {
    private static final List<String> HEADINGS =
            List.of("part", "what", "value", "p50 ms", "p99 ms", "cpu", "runs", "note");

    Report {
        machine = new LinkedHashMap<>(machine);
        figures = List.copyOf(figures);
    }

    /** Prints the machine, then one line for each figure, columns below each other. */
    void print(PrintStream out) {
        machine.forEach((name, value) -> out.printf(Locale.ROOT, "%-10s %s%n", name, value));
        out.println();
        List<List<String>> lines = new ArrayList<>(List.of(HEADINGS));
        figures.forEach(figure -> lines.add(cells(figure)));
        int[] widths = new int[HEADINGS.size()];
        lines.forEach(line -> {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], line.get(column).length());
            }
        });
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                boolean number = column >= 2 && column <= 6;
                String format = number ? "%" + widths[column] + "s  " : "%-" + widths[column] + "s  ";
                text.append(String.format(Locale.ROOT, format, line.get(column)));
            }
            out.println(text.toString().stripTrailing());
        }
    }

    /**
     * Writes the same as JSON.
     *
     * @throws IOException when the file cannot be written
     */
    void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", machine);
        json.put("figures", figures);
        Files.writeString(file, Json.tree(json).toPrettyString() + "\n");
    }

    private static List<String> cells(Figure figure) {
        Spread spread = figure.spread();
        return List.of(
                figure.part(),
                figure.what(),
                text(figure.value()),
                spread == null ? "" : number(spread.p50Ms()),
                spread == null ? "" : number(spread.p99Ms()),
                text(figure.cpu()),
                String.valueOf(figure.runs()),
                figure.note());
    }

    private static String text(@Nullable Quantity quantity) {
        return quantity == null ? "" : number(quantity.value()) + " " + quantity.unit();
    }

    /** A whole number, in groups of three digits. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Three digits that count, or all of a larger number's whole ones. */
    static String number(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
