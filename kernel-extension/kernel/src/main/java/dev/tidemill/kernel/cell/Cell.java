package dev.tidemill.kernel.cell;

import java.util.List;

/**
 * A cell that is or was run.
 *
 * @param number as the notebook shows it in brackets; 0 for what the kernel itself runs
 * @param source as the user typed it
 */
public record Cell(int number, String source) {
    /** A line as it was typed, counted from 1; empty beyond the end. */
    String line(int number) {
        List<String> lines = source.lines().toList();
        return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
    }
}
