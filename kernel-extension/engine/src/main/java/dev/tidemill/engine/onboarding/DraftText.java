package dev.tidemill.engine.onboarding;

import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.SqlText;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes names as YAML and SQL want them, quoted only where they must be. */
final class DraftText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
    private static final Set<String> WORDS_OF_YAML =
            Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");
    private static final Pattern PLAIN_SQL = Pattern.compile("[a-z_][a-z0-9_]*");

    private final Set<String> reserved;

    DraftText(Sandbox sandbox) {
        this.reserved = new HashSet<>(sandbox.query(
                "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category <> 'unreserved'",
                row -> row.getString(1)));
    }

    /** A YAML scalar in double quotes. */
    static String quoted(String text) {
        StringBuilder safe = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"' -> safe.append("\\\"");
                case '\\' -> safe.append("\\\\");
                case '\t' -> safe.append("\\t");
                default -> {
                    if (c < ' ') {
                        safe.append(String.format(Locale.ROOT, "\\x%02x", c));
                    } else {
                        safe.append((char) c);
                    }
                }
            }
        });
        return safe.append('"').toString();
    }

    /** A YAML scalar. */
    static String yaml(String text) {
        return PLAIN.matcher(text).matches() && !WORDS_OF_YAML.contains(text.toLowerCase(Locale.ROOT))
                ? text
                : quoted(text);
    }

    /** A YAML list on one line. */
    static String list(Collection<String> texts) {
        return texts.stream().map(DraftText::yaml).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A comment's words, on one line. */
    static String comment(String text) {
        return text.replaceAll("\\s+", " ");
    }

    /** A name in SQL. */
    String sql(String name) {
        return PLAIN_SQL.matcher(name).matches() && !reserved.contains(name) ? name : SqlText.name(name);
    }

    /** Names in SQL with commas between. */
    String sql(List<String> names) {
        return names.stream().map(this::sql).collect(Collectors.joining(", "));
    }
}
