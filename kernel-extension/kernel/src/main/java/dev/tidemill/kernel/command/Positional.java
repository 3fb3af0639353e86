package dev.tidemill.kernel.command;

import java.util.List;

/**
 * A word that is known by its place.
 *
 * @param name as the usage shows it, in capitals such as {@code FOLDER}
 * @param required whether the command is wrong without it; only the last ones may be optional
 * @param repeated whether more such words may follow; only for the last one
 * @param choices the only values it can have; empty when it can have others
 */
public record Positional(String name, ValueKind kind, boolean required, boolean repeated, List<String> choices) {
    public Positional {
        choices = List.copyOf(choices);
    }

    String usage() {
        String once = choices.isEmpty() ? name : String.join("|", choices);
        String all = repeated ? once + " ..." : once;
        return required ? all : "[" + all + "]";
    }
}
