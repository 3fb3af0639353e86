package dev.tidemill.kernel;

import dev.tidemill.client.TidemillException;
import dev.tidemill.client.connection.Connections;
import dev.tidemill.client.connection.Signers;
import dev.tidemill.kernel.cell.Nearest;
import dev.tidemill.kernel.command.Command;
import dev.tidemill.kernel.command.CommandHelp;
import dev.tidemill.kernel.command.ValueKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** The commands of {@code %mlops} and {@code %%mlops}: each is a few calls of the client, and what they gave as a cell shows it. */
final class Commands {
    static final String PROJECT_OPTION = "The project; without it the one in use, or the only one there is.";

    private final Map<String, BoundCommand> lines = new LinkedHashMap<>();
    private final Map<String, BoundCommand> cells = new LinkedHashMap<>();
    private final ConnectionCommands connection;

    Commands(Notebook notebook, Output output, Connections remembered, Signers signers) {
        Desk desk = new Desk(notebook, output);
        connection = new ConnectionCommands(desk, remembered, signers);
        List<BoundCommand> all = new ArrayList<>(connection.all());
        all.addAll(new ProjectCommands(desk).all());
        all.addAll(new DataCommands(desk).all());
        all.addAll(new TrainingCommands(desk).all());
        all.addAll(new ModelCommands(desk).all());
        all.addAll(new OperationCommands(desk).all());
        all.addAll(new CellCommands(desk).all());
        all.add(new BoundCommand(
                Command.line("help", "Lists the commands, or tells what one of them takes.")
                        .optional("COMMAND", ValueKind.TEXT),
                arguments -> help(arguments.wordOrNull(0))));
        for (BoundCommand each : all) {
            (each.command().form() == Command.Form.CELL ? cells : lines)
                    .put(each.command().name(), each);
        }
    }

    /** Connects as the environment says, or as it was remembered. */
    void connectAsBefore() {
        connection.connectAsBefore();
    }

    /** Every command, in the order of a project's life. */
    List<Command> all() {
        List<Command> all = new ArrayList<>();
        lines.values().forEach(each -> all.add(each.command()));
        cells.values().forEach(each -> all.add(each.command()));
        return all;
    }

    /**
     * Runs a line magic.
     *
     * @param text the words after {@code %mlops}; none asks for help
     * @return what the cell shows; null for nothing more
     * @throws TidemillException when the command is unknown, its words do not fit, or Tidemill refuses or fails
     */
    @Nullable
    Object run(List<String> text) {
        return run(false, text.isEmpty() ? List.of("help") : text, "");
    }

    /**
     * Runs a cell magic.
     *
     * @param text the words after {@code %%mlops}
     * @param body the lines below
     * @throws TidemillException as {@link #run}
     */
    @Nullable
    Object runCell(List<String> text, String body) {
        if (text.isEmpty()) {
            throw TidemillException.invalidInput("%%mlops needs one of " + String.join(", ", cells.keySet()) + ".");
        }
        return run(true, text, body);
    }

    private @Nullable Object run(boolean cell, List<String> text, String body) {
        Map<String, BoundCommand> among = cell ? cells : lines;
        BoundCommand bound = among.get(text.getFirst());
        if (bound == null) {
            String other = (cell ? lines : cells).containsKey(text.getFirst())
                    ? " It is written " + (cell ? "%" : "%%") + "mlops " + text.getFirst() + "."
                    : "";
            throw TidemillException.invalidInput((cell ? "%%" : "%") + "mlops has no '" + text.getFirst() + "'." + other
                    + meant(text.getFirst(), among.keySet(), other.isEmpty()));
        }
        if (text.contains("--help")) {
            return described(bound.command());
        }
        return bound.action().run(Arguments.parse(bound.command(), text.subList(1, text.size()), body));
    }

    private static String meant(String word, Collection<String> known, boolean listed) {
        String near = Nearest.of(word, known);
        if (!near.isEmpty()) {
            return " Did you mean " + near + "?";
        }
        return listed ? " There are " + String.join(", ", known) + "." : "";
    }

    private Object help(@Nullable String name) {
        if (name != null) {
            BoundCommand one = lines.getOrDefault(name, cells.get(name));
            if (one == null) {
                throw TidemillException.invalidInput("There is no command '" + name + "': %mlops help");
            }
            return described(one.command());
        }
        List<List<String>> rows = new ArrayList<>();
        all().forEach(command -> rows.add(List.of(written(command), command.summary())));
        return Shown.of(new HtmlTable(
                "In Java, the variable tidemill does the same. --help after a command tells what it takes.",
                List.of("command", "what it does"),
                rows));
    }

    private static String written(Command command) {
        return (command.form() == Command.Form.CELL ? "%%mlops " : "%mlops ") + command.usage();
    }

    private static DisplayData described(Command command) {
        DisplayData help = new DisplayData(CommandHelp.text(TidemillExtension.MAGIC, command));
        help.putHTML(CommandHelp.html(TidemillExtension.MAGIC, command));
        return help;
    }
}
