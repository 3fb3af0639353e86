package dev.tidemill.kernel.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis.QualifiedNames;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;

/** Says what the compiler found, with the line of the cell and a caret below the place. */
final class CompileText {
    static final String NAME = "CompilationError";

    private static final Pattern SYMBOL = Pattern.compile("(?m)^\\s*symbol:\\s*(\\w+)\\s+(\\w+)(.*)$");

    private final JShell shell;

    CompileText(JShell shell) {
        this.shell = shell;
    }

    CellFailure of(Snippet snippet, Origin origin) {
        List<String> lines = new ArrayList<>();
        String first = "";
        for (Diag problem : shell.diagnostics(snippet).toList()) {
            if (!problem.isError()) {
                continue;
            }
            Place place = place(snippet, origin, problem);
            String message = message(problem);
            if (first.isEmpty()) {
                first = Origin.place(origin.cell(), place.line) + ": " + message;
            }
            lines.add(Ansi.red(lines.isEmpty() ? NAME : "also") + " at "
                    + Ansi.cyan(Origin.place(origin.cell(), place.line)) + ": " + message);
            lines.addAll(place.shown(origin.cell()));
            hint(problem).ifPresent(lines::add);
        }
        if (lines.isEmpty()) {
            List<String> missing = snippet instanceof DeclarationSnippet declaration ? missing(declaration) : List.of();
            first = missing.isEmpty()
                    ? "this is not valid Java"
                    : "what is declared here needs what is not defined: " + String.join(", ", missing);
            lines.add(Ansi.red(NAME) + " at " + Ansi.cyan(origin.place(1)) + ": " + first);
        }
        return new CellFailure(NAME, first, lines);
    }

    /** The report of a cell that ends too early. */
    static CellFailure incomplete(Origin origin) {
        String sentence = "the statement that begins here does not end; a bracket, a quote or a semicolon is missing";
        List<String> lines = List.of(
                Ansi.red(NAME) + " at " + Ansi.cyan(origin.place(1)) + ": " + sentence,
                ErrorText.numbered(origin.line(), origin.cell().line(origin.line())));
        return new CellFailure(NAME, origin.place(1) + ": " + sentence, lines);
    }

    /** What a declaration still waits for: names of other declarations with their kind. */
    List<String> missing(DeclarationSnippet snippet) {
        return shell.unresolvedDependencies(snippet).distinct().toList();
    }

    private static Place place(Snippet snippet, Origin origin, Diag problem) {
        String statement = origin.statement();
        int shift = Math.max(0, statement.indexOf(snippet.source()));
        int start = clamp(shift + (int) Math.max(0, problem.getStartPosition()), statement);
        int end = clamp(shift + (int) problem.getEndPosition(), statement);
        int at = clamp(shift + (int) problem.getPosition(), statement);
        if (at < start
                || at > end
                || statement.substring(start, Math.max(start, end)).contains("\n")) {
            start = Math.max(start, at);
        }
        int lineStart = statement.lastIndexOf('\n', Math.max(0, start - 1)) + 1;
        if (start == 0) {
            lineStart = 0;
        }
        int lineOffset = (int)
                statement.substring(0, start).chars().filter(c -> c == '\n').count();
        int lineEnd = statement.indexOf('\n', start);
        int until = Math.min(Math.max(end, start + 1), lineEnd < 0 ? statement.length() : lineEnd);
        int column = start - lineStart + (lineOffset == 0 ? origin.column() : 0);
        String line = statement.substring(lineStart, lineEnd < 0 ? statement.length() : lineEnd);
        return new Place(origin.line() + lineOffset, column, Math.max(1, until - start), line);
    }

    private static int clamp(int position, String text) {
        return Math.min(Math.max(0, position), text.length());
    }

    private static String message(Diag problem) {
        List<String> parts = new ArrayList<>();
        for (String line : problem.getMessage(null).lines().map(String::strip).toList()) {
            if (line.startsWith("symbol:")) {
                parts.add(line.substring("symbol:".length()).strip());
            } else if (!line.isEmpty() && !line.startsWith("location:")) {
                parts.add(line);
            }
        }
        return ErrorText.userName(String.join(": ", parts));
    }

    private Optional<String> hint(Diag problem) {
        Matcher symbol = SYMBOL.matcher(problem.getMessage(null));
        if (!symbol.find()) {
            return Optional.empty();
        }
        String name = symbol.group(2);
        List<String> waiting = shell.snippets()
                .filter(each -> each instanceof DeclarationSnippet declared
                        && declared.name().equals(name)
                        && shell.status(each) == Snippet.Status.RECOVERABLE_NOT_DEFINED)
                .flatMap(each -> missing((DeclarationSnippet) each).stream())
                .toList();
        if (!waiting.isEmpty()) {
            return Optional.of(name + " can be used once these are defined: " + String.join(", ", waiting) + ".");
        }
        List<String> known = switch (symbol.group(1)) {
            case "variable" -> shell.variables().map(VarSnippet::name).toList();
            case "method" -> shell.methods().map(MethodSnippet::name).toList();
            default -> shell.types().map(TypeDeclSnippet::name).toList();
        };
        String near = Nearest.of(
                name, known.stream().filter(each -> !each.startsWith("$")).toList());
        if (!near.isEmpty()) {
            return Optional.of("Did you mean " + near + "?");
        }
        List<String> imports = imports(name);
        return imports.isEmpty()
                ? Optional.empty()
                : Optional.of("It may need "
                        + String.join(
                                " or ",
                                imports.stream()
                                        .map(each -> "import " + each + ";")
                                        .toList()));
    }

    private List<String> imports(String name) {
        if (!Character.isUpperCase(name.codePointAt(0))) {
            return List.of();
        }
        QualifiedNames names = shell.sourceCodeAnalysis().listQualifiedNames(name, name.length());
        Stream<String> all = names.isResolvable() ? Stream.empty() : names.getNames().stream();
        return all.filter(each -> each.startsWith("java.") || each.startsWith("dev.tidemill."))
                .limit(3)
                .toList();
    }

    private record Place(int line, int column, int length, String executed) {
        List<String> shown(Cell cell) {
            String typed = cell.line(line);
            List<String> lines = new ArrayList<>();
            lines.add(ErrorText.numbered(line, typed));
            // A magic was rewritten before it was compiled: columns of that line mean nothing to its user.
            if (typed.contains(executed.strip()) && column <= typed.length()) {
                String indent = typed.substring(0, column).replaceAll("[^\\t]", " ");
                lines.add("       | " + indent
                        + Ansi.red("^".repeat(Math.max(1, Math.min(length, typed.length() - column)))));
            }
            return lines;
        }
    }
}
