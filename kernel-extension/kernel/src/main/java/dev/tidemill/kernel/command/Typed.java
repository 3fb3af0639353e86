package dev.tidemill.kernel.command;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words of a command that stand before the one that is being completed.
 *
 * @param command its name
 * @param words that are no options, in order
 * @param options by name without dashes; a flag has an empty value
 */
public record Typed(String command, List<String> words, Map<String, String> options) {
    public Typed {
        words = List.copyOf(words);
        options = Map.copyOf(options);
    }

    /** The value of an option; null when it is not given. */
    public @Nullable String option(String name) {
        return options.get(name);
    }
}
