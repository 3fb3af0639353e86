package dev.tidemill.kernel.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One command of a magic, as data. Built up from {@link #line} or {@link #cell}:
 *
 * <pre>{@code
 * Command.line("train", "Trains a model version on Batch and waits for it.")
 *         .option("as-of", ValueKind.INSTANT, "Only data known at that time.")
 *         .flag("promote", "Gives it the alias champion when its gates pass.")
 *         .example("%mlops train --as-of 2013-07-01T04:00:00Z --promote")
 * }</pre>
 *
 * @param name the word after the magic
 * @param form whether it is a line of a cell or takes the whole cell
 * @param summary one sentence
 * @param positionals words known by their place, in order
 * @param examples whole lines that a reader can copy
 */
public record Command(
        String name,
        Form form,
        String summary,
        List<Positional> positionals,
        List<Option> options,
        List<String> examples) {
    /** Where a command stands. */
    public enum Form {
        /** After one percent sign, on a line of its own or after an equals sign. */
        LINE,
        /** After two percent signs on a cell's first line; the lines below are its input. */
        CELL
    }

    public Command {
        positionals = List.copyOf(positionals);
        options = List.copyOf(options);
        examples = List.copyOf(examples);
    }

    public static Command line(String name, String summary) {
        return new Command(name, Form.LINE, summary, List.of(), List.of(), List.of());
    }

    public static Command cell(String name, String summary) {
        return new Command(name, Form.CELL, summary, List.of(), List.of(), List.of());
    }

    /** With one more word that must be there. */
    public Command required(String word, ValueKind kind, String... choices) {
        return with(new Positional(word, kind, true, false, List.of(choices)));
    }

    /** With one more word that may be left out. */
    public Command optional(String word, ValueKind kind, String... choices) {
        return with(new Positional(word, kind, false, false, List.of(choices)));
    }

    /** With any number of further words; at least one when {@code required}. */
    public Command repeated(String word, ValueKind kind, boolean required) {
        return with(new Positional(word, kind, required, true, List.of()));
    }

    public Command option(String option, ValueKind kind, String description, String... choices) {
        return with(new Option(option, kind, List.of(choices), description));
    }

    public Command flag(String option, String description) {
        return with(new Option(option, null, List.of(), description));
    }

    public Command example(String line) {
        return new Command(name, form, summary, positionals, options, appended(examples, line));
    }

    private Command with(Positional positional) {
        return new Command(name, form, summary, appended(positionals, positional), options, examples);
    }

    private Command with(Option option) {
        return new Command(name, form, summary, positionals, appended(options, option), examples);
    }

    /** An option by its name without dashes. */
    public Optional<Option> option(String option) {
        return options.stream().filter(each -> each.name().equals(option)).findFirst();
    }

    /** Names of the options that take a value. */
    public Set<String> valued() {
        return options.stream()
                .filter(option -> !option.isFlag())
                .map(Option::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Names of the options that take none. */
    public Set<String> flags() {
        return options.stream().filter(Option::isFlag).map(Option::name).collect(Collectors.toUnmodifiableSet());
    }

    /** How it is written, without the magic: {@code train [--as-of INSTANT] [--promote]}. */
    public String usage() {
        List<String> words = new ArrayList<>();
        words.add(name);
        positionals.forEach(positional -> words.add(positional.usage()));
        options.forEach(option -> words.add("[" + option.usage() + "]"));
        return String.join(" ", words);
    }

    private static <T> List<T> appended(List<T> all, T one) {
        List<T> more = new ArrayList<>(all);
        more.add(one);
        return more;
    }
}
