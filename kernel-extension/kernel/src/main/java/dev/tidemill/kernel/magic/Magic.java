package dev.tidemill.kernel.magic;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A magic as it stands in a cell: {@code %name words} on a line, alone or behind an equals sign, or {@code %%name words}
 * on the first line with text that fills a cell.
 *
 * @param name without percent signs; empty when only they are typed
 * @param words behind the name
 * @param raw all behind the name, as typed
 * @param body the lines below, of a cell's magic; empty for a line's
 * @param cell whether it takes the whole cell
 * @param start of its percent sign in the cell
 * @param end behind its line in the cell
 */
record Magic(String name, List<Word> words, String raw, String body, boolean cell, int start, int end) {
    // What follows must not look like Java's remainder with a blank behind it.
    private static final Pattern LINE =
            Pattern.compile("^(?<before>\\s*|.*[^=!<>]=\\s*)%(?<name>\\w[\\w-]*|$)(?<rest>.*)$");
    private static final Pattern CELL = Pattern.compile("^(?<before>\\s*)%%(?<name>\\w[\\w-]*|$)(?<rest>.*)$");

    /** Whether what follows the name is Java, so that its quotes belong to it. */
    boolean takesCode() {
        return name.equals("time");
    }

    /** Behind the name, in the cell. */
    int nameEnd() {
        return start + (cell ? 2 : 1) + name.length();
    }

    /** The texts of the words. */
    List<String> texts() {
        return words.stream().map(Word::text).toList();
    }

    /** The magic that takes a whole cell. */
    static Optional<Magic> ofCell(String source) {
        int start = 0;
        while (start < source.length() && Character.isWhitespace(source.charAt(start))) {
            start++;
        }
        int end = source.indexOf('\n', start);
        start = source.lastIndexOf('\n', start - 1) + 1;
        String line = source.substring(start, end < 0 ? source.length() : end);
        Matcher matcher = CELL.matcher(line.stripTrailing());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String body = end < 0 ? "" : source.substring(end + 1);
        return Optional.of(of(matcher, line, start, body, true));
    }

    /**
     * The magic of a line.
     *
     * @param start where the line begins in the cell
     * @param state of the code before the line
     */
    static Optional<Magic> ofLine(String line, int start, CodeState state) {
        Matcher matcher = LINE.matcher(line.stripTrailing());
        if (!state.isCode() || !matcher.matches()) {
            return Optional.empty();
        }
        CodeState before = new CodeState();
        before.read(matcher.group("before"));
        return before.isCode() ? Optional.of(of(matcher, line, start, "", false)) : Optional.empty();
    }

    private static Magic of(Matcher matcher, String line, int start, String body, boolean cell) {
        int rest = matcher.start("rest");
        String raw = line.substring(rest);
        // Behind an equals sign the line reads like a Java statement, and many end it like one.
        boolean statement =
                !matcher.group("before").isBlank() && raw.stripTrailing().endsWith(";");
        String text =
                statement ? raw.stripTrailing().substring(0, raw.stripTrailing().length() - 1) : raw;
        String whole = line.substring(0, rest) + text;
        int percent = matcher.end("before");
        return new Magic(
                matcher.group("name"),
                Word.of(whole, rest),
                text.strip(),
                body,
                cell,
                start + percent,
                start + line.length());
    }
}
