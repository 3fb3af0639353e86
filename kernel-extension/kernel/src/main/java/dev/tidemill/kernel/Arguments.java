package dev.tidemill.kernel;

import dev.tidemill.client.TidemillException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words after a command.
 *
 * @param words that are no options, in order
 * @param options by name without the dashes; a flag has an empty value
 */
record Arguments(String command, String usage, List<String> words, Map<String, String> options) {
    /**
     * @param valued options that take a value
     * @param flags options that take none
     * @throws TidemillException naming an unknown option, or one without its value
     */
    static Arguments parse(String command, String usage, List<String> text, Set<String> valued, Set<String> flags) {
        List<String> words = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < text.size(); i++) {
            String word = text.get(i);
            String option = word.startsWith("--") ? word.substring(2) : "";
            if (option.isEmpty()) {
                words.add(word);
            } else if (flags.contains(option)) {
                options.put(option, "");
            } else if (valued.contains(option) && i + 1 < text.size()) {
                i++;
                options.put(option, text.get(i));
            } else {
                String reason = valued.contains(option) ? " needs a value" : " is unknown";
                throw TidemillException.invalidInput(word + reason + ": %mlops " + usage);
            }
        }
        return new Arguments(command, usage, List.copyOf(words), Map.copyOf(options));
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    @Nullable
    String option(String name) {
        return options.get(name);
    }

    /** A word by its place. */
    String word(int place) {
        if (place >= words.size()) {
            throw TidemillException.invalidInput("Something is missing: %mlops " + usage);
        }
        return words.get(place);
    }

    int number(int place) {
        return number(word(place));
    }

    int number(String text) {
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw TidemillException.invalidInput("'" + text + "' is no number from 1 on: %mlops " + usage);
        }
        return Integer.parseInt(text);
    }

    /** An option as an instant; null when it is not given. */
    @Nullable
    Instant instant(String name) {
        String text = options.get(name);
        return text == null ? null : instantOf(text);
    }

    Instant instantOf(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw TidemillException.invalidInput(
                    "'" + text + "' is no instant such as 2013-07-01T04:00:00Z: %mlops " + usage);
        }
    }
}
