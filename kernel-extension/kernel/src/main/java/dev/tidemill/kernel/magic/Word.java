package dev.tidemill.kernel.magic;

import java.util.ArrayList;
import java.util.List;

/**
 * A word of a magic's line. Words are parted by blanks; double quotes hold blanks together, and within them {@code \"}
 * is a quote and {@code \\} a backslash.
 *
 * @param text without its quotes
 * @param start where it begins in the line, quote included
 * @param end behind its last character, quote included
 * @param closed whether no quote is left open
 */
record Word(String text, int start, int end, boolean closed) {
    /** @param from where to begin to read */
    static List<Word> of(String line, int from) {
        List<Word> words = new ArrayList<>();
        int at = from;
        while (true) {
            while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
                at++;
            }
            if (at >= line.length()) {
                return words;
            }
            Word word = read(line, at);
            words.add(word);
            at = word.end;
        }
    }

    private static Word read(String line, int start) {
        StringBuilder text = new StringBuilder();
        boolean quoted = false;
        int at = start;
        for (; at < line.length(); at++) {
            char c = line.charAt(at);
            char following = at + 1 < line.length() ? line.charAt(at + 1) : ' ';
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && c == '\\' && (following == '"' || following == '\\')) {
                text.append(following);
                at++;
            } else if (!quoted && Character.isWhitespace(c)) {
                break;
            } else {
                text.append(c);
            }
        }
        return new Word(text.toString(), start, at, !quoted);
    }
}
