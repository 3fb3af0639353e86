package dev.tidemill.kernel.command;

import java.util.List;
import java.util.Optional;

/**
 * A magic whose first word says what to do.
 *
 * @param magic name without percent signs
 * @param summary one sentence
 * @param commands in the order in which help lists them
 * @param values what there is to choose from
 */
public record CommandSet(String magic, String summary, List<Command> commands, LiveValues values) {
    public CommandSet {
        commands = List.copyOf(commands);
    }

    /** The command of a name; one name may stand for a line and for a cell. */
    public Optional<Command> find(String name, Command.Form form) {
        return commands.stream()
                .filter(each -> each.name().equals(name) && each.form() == form)
                .findFirst();
    }
}
