package dev.tidemill.kernel.magic;

import dev.tidemill.kernel.command.Command;
import dev.tidemill.kernel.command.CommandCompleter;
import dev.tidemill.kernel.command.CommandHelp;
import dev.tidemill.kernel.command.CommandSet;
import dev.tidemill.kernel.command.LiveValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.jspecify.annotations.Nullable;

/** Completes and explains magics at the cursor. Knows all that are registered, and the words of those described to it. */
public final class MagicDirectory {
    private final MagicsRegistry registry;
    private final CommandCompleter completer = new CommandCompleter(Duration.ofMillis(1500));
    private final Map<String, CommandSet> sets = new ConcurrentHashMap<>();
    private final List<Command> single;

    /** @param single magics that are one command, by the name of the magic */
    public MagicDirectory(MagicsRegistry registry, List<Command> single) {
        this.registry = registry;
        this.single = List.copyOf(single);
    }

    /** Makes the commands of a magic known. */
    public void describe(CommandSet set) {
        sets.put(set.magic(), set);
    }

    /**
     * What can stand at the cursor.
     *
     * @param cursor in UTF-16 units, as are the bounds of the answer
     * @return empty when the cursor is not in a magic
     */
    public Optional<Completion> complete(String source, int cursor) {
        Optional<Magic> whole = Magic.ofCell(source);
        if (whole.isPresent()
                && !whole.get().takesCode()
                && cursor > whole.get().end()) {
            // What a cell's magic takes is no Java, and nothing is known of it here.
            return Optional.of(new Completion(List.of(), cursor, cursor));
        }
        return at(source, cursor).map(found -> {
            Magic magic = found.magic;
            String sign = magic.cell() ? "%%" : "%";
            if (cursor <= magic.nameEnd()) {
                int typed = Math.max(0, cursor - magic.start() - sign.length());
                String prefix =
                        magic.name().substring(0, Math.min(typed, magic.name().length()));
                Set<String> names =
                        new TreeSet<>(magic.cell() ? registry.getCellMagicNames() : registry.getLineMagicNames());
                List<String> matches = names.stream()
                        .filter(name -> name.startsWith(prefix))
                        .map(name -> sign + name)
                        .toList();
                return new Completion(matches, magic.start(), cursor);
            }
            return words(found, cursor);
        });
    }

    private Completion words(Found found, int cursor) {
        List<String> before = new ArrayList<>();
        String prefix = "";
        int start = cursor;
        for (Word word : found.magic.words()) {
            if (found.lineStart + word.end() < cursor) {
                before.add(word.text());
            } else if (found.lineStart + word.start() < cursor) {
                start = found.lineStart + word.start();
                prefix = Word.of(found.line.substring(0, cursor - found.lineStart), word.start())
                        .getFirst()
                        .text();
            }
        }
        return new Completion(
                candidates(found.magic, before, prefix).stream()
                        .map(MagicDirectory::quoted)
                        .toList(),
                start,
                cursor);
    }

    private List<String> candidates(Magic magic, List<String> before, String prefix) {
        Command.Form form = magic.cell() ? Command.Form.CELL : Command.Form.LINE;
        CommandSet set = sets.get(magic.name());
        if (set != null) {
            return completer.candidates(set, form, before, prefix);
        }
        return single(magic.name(), form)
                .map(command -> completer.candidates(command, before, prefix, LiveValues.NONE))
                .orElse(List.of());
    }

    private Optional<Command> single(String name, Command.Form form) {
        return single.stream()
                .filter(command -> command.name().equals(name) && command.form() == form)
                .findFirst();
    }

    private static String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> Character.isWhitespace(c) || c == '"');
        return plain ? value : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Help on the magic and the command at the cursor; empty when there is none, or nothing is known of it. */
    public Optional<DisplayData> inspect(String source, int cursor) {
        return at(source, cursor).flatMap(found -> Optional.ofNullable(help(found.magic)));
    }

    private @Nullable DisplayData help(Magic magic) {
        Command.Form form = magic.cell() ? Command.Form.CELL : Command.Form.LINE;
        CommandSet set = sets.get(magic.name());
        Optional<Command> command = set == null
                ? single(magic.name(), form)
                : magic.words().isEmpty()
                        ? Optional.empty()
                        : set.find(magic.words().getFirst().text(), form);
        if (command.isPresent()) {
            return shown(CommandHelp.text(magic.name(), command.get()), CommandHelp.html(magic.name(), command.get()));
        }
        return set == null ? null : shown(CommandHelp.text(set), CommandHelp.html(set));
    }

    private static DisplayData shown(String text, String html) {
        DisplayData data = new DisplayData(text);
        data.putHTML(html);
        return data;
    }

    /** The magic on whose line the cursor is, behind its sign. */
    private static Optional<Found> at(String source, int cursor) {
        int lineStart = source.lastIndexOf('\n', cursor - 1) + 1;
        int newline = source.indexOf('\n', cursor);
        String line = source.substring(lineStart, newline < 0 ? source.length() : newline);
        CodeState state = new CodeState();
        Function<Magic, Found> found = magic -> new Found(magic, line, lineStart);
        Optional<Found> cell =
                Magic.ofCell(source).filter(magic -> magic.end() >= cursor).map(found);
        if (cell.isPresent() || !line.contains("%") || Magic.ofCell(source).isPresent()) {
            return cell.filter(each -> isInWords(each.magic, cursor));
        }
        state.read(source.substring(0, lineStart));
        return Magic.ofLine(line, lineStart, state).map(found).filter(each -> isInWords(each.magic, cursor));
    }

    private static boolean isInWords(Magic magic, int cursor) {
        return cursor > magic.start() && (!magic.takesCode() || cursor <= magic.nameEnd());
    }

    private record Found(Magic magic, String line, int lineStart) {}

    /**
     * What fits, and which part of the source it replaces.
     *
     * @param start of that part, in UTF-16 units
     * @param end behind it
     */
    public record Completion(List<String> matches, int start, int end) {
        public Completion {
            matches = List.copyOf(matches);
        }
    }
}
