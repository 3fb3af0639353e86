package dev.tidemill.kernel;

import dev.tidemill.kernel.command.Command;
import org.jspecify.annotations.Nullable;

/** A command with what it does. */
record BoundCommand(Command command, Action action) {
    /** Runs a command and gives what the cell shows; null when everything is shown already. */
    @FunctionalInterface
    interface Action {
        @Nullable
        Object run(Arguments arguments);
    }
}
