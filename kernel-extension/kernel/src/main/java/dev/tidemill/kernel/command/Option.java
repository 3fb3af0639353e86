package dev.tidemill.kernel.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A word that begins with two dashes.
 *
 * @param name without the dashes
 * @param kind of the value that follows; null for a flag, which has none
 * @param choices the only values it can have; empty when it can have others
 * @param description one sentence
 */
public record Option(String name, @Nullable ValueKind kind, List<String> choices, String description) {
    public Option {
        choices = List.copyOf(choices);
    }

    /** Whether no value follows. */
    public boolean isFlag() {
        return kind == null;
    }

    String usage() {
        return kind == null ? "--" + name : "--" + name + " " + value(kind);
    }

    private String value(ValueKind of) {
        return choices.isEmpty() ? of.name() : String.join("|", choices);
    }
}
