package dev.tidemill.client.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * What a plot shows, told once: the Vega-Lite writer and the painter both render it, so that their pictures agree.
 *
 * @param subtitle under the title; empty for none
 * @param panels in reading order; at least one
 * @param columns how many panels stand side by side
 */
record Scene(String title, String subtitle, List<Panel> panels, int columns) {
    /** Pixels that a letter of tick labels takes, as both renderers reckon with it. */
    static final double LETTER = 6.4;

    Scene {
        title = line(title);
        subtitle = line(subtitle);
        panels = List.copyOf(panels);
    }

    /** Lines of at most {@code pixels} in letters of {@code letter} pixels, broken at spaces. */
    static List<String> wrapped(String text, double pixels, double letter) {
        int most = Math.max(12, (int) (pixels / letter));
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > most) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** The text with its middle left out when it is longer than {@code most} letters. */
    static String shortened(String text, int most) {
        String line = line(text);
        if (line.length() <= most) {
            return line;
        }
        int tail = most / 3;
        return line.substring(0, most - tail - 1) + "…" + line.substring(line.length() - tail);
    }

    /** The text in one line, control characters as spaces. */
    static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    /** Width in pixels over which title and subtitle may run. */
    double titleWidth() {
        double width = 0;
        for (int i = 0; i < Math.min(columns, panels.size()); i++) {
            width += panels.get(i).outerWidth();
        }
        return Math.max(360, width);
    }

    List<String> titleLines() {
        return wrapped(title, titleWidth(), 7.6);
    }

    List<String> subtitleLines() {
        return subtitle.isEmpty() ? List.of() : wrapped(subtitle, titleWidth(), LETTER);
    }
}
