package dev.tidemill.kernel.magic;

import dev.tidemill.client.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import org.dflib.jjava.jupyter.kernel.magic.MagicTranspiler;
import org.dflib.jjava.jupyter.kernel.magic.MagicsResolver;

/** Turns the magics of a cell into calls, each on the line on which it stood. */
public final class MagicSource extends MagicsResolver {
    private static final String MLOPS = "mlops";
    private static final Set<String> TABLES = Set.of("sql", "features");
    private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z_]\\w*)}");
    private static final String CALL = MagicCalls.class.getName() + ".call(%d)";

    public MagicSource() {
        super("%", "%%", new MagicTranspiler());
    }

    /** @throws MagicError when a magic has no name, or leaves a quote open */
    @Override
    public String resolve(String source) {
        Optional<Magic> whole = Magic.ofCell(source);
        return whole.isPresent() ? cell(whole.get()) : lines(source);
    }

    // A cell that names its table declares a variable of this name, and shows it.
    private static String cell(Magic magic) {
        String call = call(magic) + ";";
        List<String> words = magic.texts();
        boolean named = magic.name().equals(MLOPS)
                && words.size() > 1
                && TABLES.contains(words.getFirst())
                && !words.get(1).startsWith("--")
                && !words.contains("--help");
        if (!named) {
            return call;
        }
        String name = words.get(1);
        if (!SourceVersion.isName(name) || name.contains(".")) {
            throw new MagicError("'" + name + "' cannot name a variable: %%mlops " + words.getFirst()
                    + " takes a name such as late_flights, or none.");
        }
        return Table.class.getName() + " " + name + " = " + call + "\n" + name;
    }

    private static String lines(String source) {
        StringBuilder resolved = new StringBuilder();
        CodeState state = new CodeState();
        int start = 0;
        while (start < source.length()) {
            int newline = source.indexOf('\n', start);
            int end = newline < 0 ? source.length() : newline;
            String line = source.substring(start, end);
            Optional<Magic> magic = line.contains("%") ? Magic.ofLine(line, start, state) : Optional.empty();
            if (magic.isPresent()) {
                boolean alone = source.substring(start, magic.get().start()).isBlank();
                resolved.append(source, start, magic.get().start())
                        .append(
                                alone && connects(magic.get())
                                        ? connected(call(magic.get()))
                                        : call(magic.get()) + ";");
            } else {
                resolved.append(line);
                state.read(line);
            }
            if (newline >= 0) {
                resolved.append('\n');
                state.read("\n");
            }
            start = end + 1;
        }
        return resolved.toString();
    }

    private static boolean connects(Magic magic) {
        return magic.name().equals(MLOPS)
                && !magic.words().isEmpty()
                && magic.words().getFirst().text().equals("connect");
    }

    // The variable is a client of the API to which the notebook is connected, also after it is connected to another.
    private static String connected(String call) {
        return "Object connected_ = " + call + "; tidemill = lineMagic(\"mlops\", List.of(\"client\")); connected_";
    }

    /**
     * The source as Java alone: every magic as blanks, or as null behind an equals sign, as long as before. A magic that
     * takes the cell leaves blanks of all of it.
     */
    public static String withoutMagics(String source) {
        Optional<Magic> whole = Magic.ofCell(source);
        if (whole.isPresent()) {
            int java = whole.get().takesCode() ? whole.get().end() : source.length();
            return source.substring(0, java).replaceAll("[^\n]", " ") + source.substring(java);
        }
        StringBuilder blanked = new StringBuilder();
        CodeState state = new CodeState();
        int start = 0;
        while (start <= source.length()) {
            int newline = source.indexOf('\n', start);
            int end = newline < 0 ? source.length() : newline;
            String line = source.substring(start, end);
            Optional<Magic> magic = Magic.ofLine(line, start, state);
            if (magic.isPresent() && magic.get().takesCode()) {
                int java = magic.get().nameEnd();
                blanked.append(" ".repeat(java - start)).append(source, java, end);
            } else if (magic.isPresent()) {
                String before = source.substring(start, magic.get().start());
                int length = end - magic.get().start();
                String value = before.isBlank() || length < 5 ? "" : "null;";
                blanked.append(value.isEmpty() ? " ".repeat(before.length()) : before);
                blanked.append(value).append(" ".repeat(length - value.length()));
            } else {
                blanked.append(line);
                state.read(line);
            }
            if (newline < 0) {
                break;
            }
            blanked.append('\n');
            state.read("\n");
            start = end + 1;
        }
        return blanked.toString();
    }

    /** The Java variables that a magic of ours names in braces, each once, in their order. */
    static List<String> variables(Magic magic) {
        Matcher matcher = VARIABLE.matcher(magic.raw() + "\n" + magic.body());
        return matcher.results().map(found -> found.group(1)).distinct().toList();
    }

    private static String call(Magic magic) {
        String sign = magic.cell() ? "%%" : "%";
        if (magic.name().isEmpty()) {
            throw new MagicError("The name of a magic is missing behind " + sign + ": type " + sign
                    + " and press Tab for all of them.");
        }
        magic.words().stream().filter(word -> !word.closed()).findFirst().ifPresent(open -> {
            throw new MagicError(
                    sign + magic.name() + ": the quote that begins before '" + open.text() + "' is not closed.");
        });
        StringBuilder call = new StringBuilder(CALL.formatted(MagicCalls.remember(magic)));
        if (magic.name().equals(MLOPS)) {
            call.setLength(call.length() - 1);
            variables(magic).forEach(variable -> call.append(", ").append(variable));
            call.append(')');
        }
        return call.toString();
    }
}
