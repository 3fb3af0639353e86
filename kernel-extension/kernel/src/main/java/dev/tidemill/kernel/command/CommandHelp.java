package dev.tidemill.kernel.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Help on commands, as text and as HTML with the same words. */
public final class CommandHelp {
    private CommandHelp() {}

    /** How a command is called, sign and magic included. */
    public static String usage(String magic, Command command) {
        String sign = command.form() == Command.Form.CELL ? "%%" : "%";
        return sign + (magic.equals(command.name()) ? "" : magic + " ") + command.usage();
    }

    public static String text(String magic, Command command) {
        List<String> lines = new ArrayList<>();
        lines.add(usage(magic, command));
        lines.add(command.summary());
        List<List<String>> options = options(command);
        int width =
                options.stream().mapToInt(row -> row.getFirst().length()).max().orElse(0);
        if (!options.isEmpty()) {
            lines.add("");
            options.forEach(row -> lines.add(
                    "  " + row.getFirst() + " ".repeat(width - row.getFirst().length() + 2) + row.getLast()));
        }
        if (!command.examples().isEmpty()) {
            lines.add("");
            command.examples().forEach(example -> lines.add("  " + example));
        }
        return String.join("\n", lines);
    }

    public static String html(String magic, Command command) {
        StringBuilder html = new StringBuilder();
        html.append("<div><code><b>").append(escaped(usage(magic, command))).append("</b></code><br>");
        html.append(escaped(command.summary()));
        html.append(table(options(command)));
        for (String example : command.examples()) {
            html.append("<pre>").append(escaped(example)).append("</pre>");
        }
        return html.append("</div>").toString();
    }

    /** All commands of a magic, with a sentence each. */
    public static String text(CommandSet set) {
        int width = set.commands().stream()
                .mapToInt(command -> first(set, command).length())
                .max()
                .orElse(0);
        return set.commands().stream()
                .map(command -> "  " + first(set, command)
                        + " ".repeat(width - first(set, command).length() + 2) + command.summary())
                .collect(Collectors.joining("\n", set.summary() + "\n\n", "\n\n" + more(set)));
    }

    /** All commands of a magic, with a sentence each. */
    public static String html(CommandSet set) {
        List<List<String>> rows = set.commands().stream()
                .map(command -> List.of(first(set, command), command.summary()))
                .toList();
        return "<div>" + escaped(set.summary()) + table(rows) + escaped(more(set)) + "</div>";
    }

    private static String more(CommandSet set) {
        return "%" + set.magic() + " COMMAND --help says all about one.";
    }

    private static String first(CommandSet set, Command command) {
        return (command.form() == Command.Form.CELL ? "%%" : "%") + set.magic() + " " + command.name();
    }

    private static List<List<String>> options(Command command) {
        List<List<String>> rows = new ArrayList<>();
        for (Positional positional : command.positionals()) {
            rows.add(List.of(positional.name(), described(positional)));
        }
        for (Option option : command.options()) {
            rows.add(List.of(option.usage(), option.description()));
        }
        return rows;
    }

    private static String described(Positional positional) {
        String kind = positional.kind() == ValueKind.TEXT
                ? ""
                : positional.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String choices = positional.choices().isEmpty() ? kind : String.join(", ", positional.choices());
        return choices + (positional.required() ? "" : choices.isEmpty() ? "optional" : ", optional");
    }

    private static String table(List<List<String>> rows) {
        StringBuilder html = new StringBuilder("<table>");
        for (List<String> row : rows) {
            html.append("<tr><td style=\"text-align:left\"><code>")
                    .append(escaped(row.getFirst()))
                    .append("</code></td><td style=\"text-align:left\">")
                    .append(escaped(row.getLast()))
                    .append("</td></tr>");
        }
        return rows.isEmpty() ? "<br>" : html.append("</table>").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
