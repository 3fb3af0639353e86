package dev.tidemill.kernel.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Offers what a word of a command can be. */
public final class CommandCompleter {
    private static final int MAX_VALUES = 200;

    private final Duration patience;

    /** @param patience how long live values are waited for */
    public CommandCompleter(Duration patience) {
        this.patience = patience;
    }

    /**
     * @param words before the one that is completed, without the magic itself
     * @param prefix what of that word stands before the cursor
     * @return whole words that begin with the prefix, or have it within when none does; the likeliest first
     */
    public List<String> candidates(CommandSet set, Command.Form form, List<String> words, String prefix) {
        if (words.isEmpty()) {
            Stream<String> names = set.commands().stream()
                    .filter(command -> command.form() == form)
                    .map(Command::name);
            return fitting(names.toList(), prefix);
        }
        Optional<Command> command = set.find(words.getFirst(), form);
        return command.isEmpty()
                ? List.of()
                : candidates(command.get(), words.subList(1, words.size()), prefix, set.values());
    }

    /** As above, of a magic that is one command. */
    public List<String> candidates(Command command, List<String> words, String prefix, LiveValues values) {
        List<String> positionals = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>();
        Optional<Option> open = Optional.empty();
        for (String word : words) {
            if (open.isPresent()) {
                options.put(open.get().name(), word);
                open = Optional.empty();
            } else if (word.startsWith("--")) {
                String name = word.substring(2);
                Optional<Option> option = command.option(name);
                options.put(name, "");
                open = option.filter(each -> !each.isFlag());
            } else {
                positionals.add(word);
            }
        }
        Typed typed = new Typed(command.name(), positionals, options);
        if (open.isPresent()) {
            ValueKind kind = open.get().kind();
            return kind == null ? List.of() : values(kind, open.get().choices(), typed, prefix, values);
        }
        if (!prefix.startsWith("-")) {
            List<String> found = positional(command, positionals.size())
                    .map(at -> values(at.kind(), at.choices(), typed, prefix, values))
                    .orElse(List.of());
            if (!found.isEmpty() || !prefix.isEmpty()) {
                return found;
            }
        }
        return fitting(options(command, options.keySet()), prefix);
    }

    private static Optional<Positional> positional(Command command, int place) {
        List<Positional> all = command.positionals();
        if (place < all.size()) {
            return Optional.of(all.get(place));
        }
        return all.isEmpty() || !all.getLast().repeated() ? Optional.empty() : Optional.of(all.getLast());
    }

    private static List<String> options(Command command, Set<String> given) {
        List<String> names = new ArrayList<>();
        command.options().stream()
                .map(Option::name)
                .filter(name -> !given.contains(name))
                .forEach(name -> names.add("--" + name));
        names.add("--help");
        return names;
    }

    private List<String> values(ValueKind kind, List<String> choices, Typed typed, String prefix, LiveValues values) {
        if (!choices.isEmpty()) {
            return fitting(choices, prefix);
        }
        return switch (kind) {
            case FILE, FOLDER -> FilePaths.of(prefix, kind == ValueKind.FOLDER);
            case TEXT -> List.of();
            default -> fitting(inTime(() -> values.of(kind, typed)), prefix);
        };
    }

    private List<String> inTime(Callable<List<String>> ask) {
        FutureTask<List<String>> task = new FutureTask<>(ask);
        Thread thread = Thread.ofVirtual().name("live-values").start(task);
        try {
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            thread.interrupt();
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static List<String> fitting(List<String> all, String prefix) {
        String sought = prefix.toLowerCase(Locale.ROOT);
        Set<String> begin = new LinkedHashSet<>();
        Set<String> within = new LinkedHashSet<>();
        for (String each : all) {
            String lower = each.toLowerCase(Locale.ROOT);
            if (lower.startsWith(sought)) {
                begin.add(each);
            } else if (lower.contains(sought)) {
                within.add(each);
            }
        }
        return (begin.isEmpty() ? within : begin).stream().limit(MAX_VALUES).toList();
    }

    /** Paths as a shell completes them. */
    private static final class FilePaths {
        private FilePaths() {}

        static List<String> of(String prefix, boolean folders) {
            String folder = prefix.substring(0, prefix.lastIndexOf('/') + 1);
            String name = prefix.substring(folder.length());
            java.io.File[] inside = new java.io.File(folder.isEmpty() ? "." : folder).listFiles();
            if (inside == null) {
                return List.of();
            }
            return Arrays.stream(inside)
                    .filter(file -> file.getName().startsWith(name))
                    .filter(file -> name.startsWith(".") || !file.isHidden())
                    .filter(file -> !folders || file.isDirectory())
                    .map(file -> folder + file.getName() + (file.isDirectory() ? "/" : ""))
                    .sorted()
                    .limit(MAX_VALUES)
                    .toList();
        }
    }
}
