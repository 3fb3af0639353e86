package dev.tidemill.kernel;

import dev.tidemill.client.TidemillException;
import dev.tidemill.kernel.command.Command;
import dev.tidemill.kernel.command.Option;
import dev.tidemill.kernel.command.Positional;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words after a command, checked against what it takes.
 *
 * @param words that are no options, in order
 * @param options by name without the dashes; a flag has an empty value
 * @param body the lines below a cell magic; empty for a line magic
 */
record Arguments(Command command, List<String> words, Map<String, String> options, String body) {
    /**
     * @throws TidemillException naming an unknown option, one without its value, or a word that is missing or too many
     */
    static Arguments parse(Command command, List<String> text, String body) {
        List<String> words = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < text.size(); i++) {
            String word = text.get(i);
            if (!word.startsWith("--")) {
                words.add(word);
                continue;
            }
            Option option = command.option(word.substring(2)).orElseThrow(() -> wrong(command, word + " is unknown"));
            if (option.isFlag()) {
                options.put(option.name(), "");
            } else if (i + 1 < text.size()) {
                i++;
                options.put(option.name(), chosen(command, word, option.choices(), text.get(i)));
            } else {
                throw wrong(command, word + " needs a value");
            }
        }
        check(command, words);
        return new Arguments(command, List.copyOf(words), Map.copyOf(options), body);
    }

    private static void check(Command command, List<String> words) {
        List<Positional> places = command.positionals();
        for (int i = 0; i < places.size(); i++) {
            Positional place = places.get(i);
            if (i >= words.size()) {
                if (place.required()) {
                    throw wrong(command, place.name() + " is missing");
                }
                return;
            }
            chosen(command, place.name(), place.choices(), words.get(i));
        }
        boolean more = !places.isEmpty() && places.getLast().repeated();
        if (words.size() > places.size() && !more) {
            throw wrong(command, "'" + words.get(places.size()) + "' is one word too many");
        }
    }

    private static String chosen(Command command, String name, List<String> choices, String value) {
        if (!choices.isEmpty() && !choices.contains(value)) {
            throw wrong(command, name + " is '" + value + "', expected " + String.join(" or ", choices));
        }
        return value;
    }

    private static TidemillException wrong(Command command, String reason) {
        String percent = command.form() == Command.Form.CELL ? "%%" : "%";
        return TidemillException.invalidInput(reason + ": " + percent + "mlops " + command.usage());
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    @Nullable
    String option(String name) {
        return options.get(name);
    }

    String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    /** A word by its place; null when it was left out. */
    @Nullable
    String wordOrNull(int place) {
        return place < words.size() ? words.get(place) : null;
    }

    /** A word by its place, which the command requires. */
    String word(int place) {
        return words.get(place);
    }

    int number(int place) {
        return number(word(place));
    }

    /** An option as a number from 1 on. */
    int number(String option, int otherwise) {
        String text = options.get(option);
        return text == null ? otherwise : number(text);
    }

    private int number(String text) {
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw wrong(command, "'" + text + "' is no number from 1 on");
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
            throw wrong(command, "'" + text + "' is no instant such as 2013-07-01T04:00:00Z");
        }
    }

    /** The parts of an option that is a list with commas; empty when it is not given. */
    List<String> list(String option) {
        String text = options.get(option);
        return text == null
                ? List.of()
                : List.of(text.split(",")).stream()
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList();
    }
}
