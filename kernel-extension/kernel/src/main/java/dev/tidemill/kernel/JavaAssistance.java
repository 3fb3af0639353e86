package dev.tidemill.kernel;

import dev.tidemill.kernel.magic.MagicDirectory.Completion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Completes and explains Java at the cursor, with what the statements above it in the cell declare. */
final class JavaAssistance {
    private final SourceCodeAnalysis analysis;

    JavaAssistance(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
    }

    /**
     * @param java the cell without magics
     * @param cursor in UTF-16 units
     */
    Completion complete(String java, int cursor) {
        Split split = split(java.substring(0, cursor));
        int[] anchor = new int[1];
        List<Suggestion> found = new ArrayList<>();
        int start = cursor;
        if (!split.locals.isBlank()) {
            String block = "{ " + split.locals + split.last;
            found.addAll(analysis.completionSuggestions(block, block.length(), anchor));
            start = cursor - (block.length() - anchor[0]);
        }
        int[] alone = new int[1];
        List<Suggestion> global = analysis.completionSuggestions(split.last, split.last.length(), alone);
        int globalStart = cursor - (split.last.length() - alone[0]);
        if (found.isEmpty() || (globalStart == start && !global.isEmpty())) {
            found.addAll(global);
            start = globalStart;
        }
        Set<String> matches = new LinkedHashSet<>(split.declared(java.substring(start, cursor), java, start));
        found.stream()
                .filter(Suggestion::matchesType)
                .map(Suggestion::continuation)
                .forEach(matches::add);
        found.stream().map(Suggestion::continuation).forEach(matches::add);
        return new Completion(List.copyOf(matches), start, cursor);
    }

    /**
     * Signatures and documentation of what is at the cursor; empty when it is nothing known.
     *
     * @param java the cell without magics
     * @param cursor in UTF-16 units
     */
    Optional<DisplayData> inspect(String java, int cursor) {
        int end = cursor;
        while (end < java.length() && Character.isJavaIdentifierPart(java.charAt(end))) {
            end++;
        }
        int parenthesis = end;
        while (parenthesis < java.length() && Character.isWhitespace(java.charAt(parenthesis))) {
            parenthesis++;
        }
        boolean call = parenthesis < java.length() && java.charAt(parenthesis) == '(';
        Split split = split(java.substring(0, call ? parenthesis + 1 : end));
        List<Documentation> found = documentation(split.last);
        if (found.isEmpty() && !split.locals.isBlank()) {
            found = documentation("{ " + split.locals + split.last);
        }
        if (found.isEmpty()) {
            return Optional.empty();
        }
        DisplayData data = new DisplayData(
                found.stream().map(JavaAssistance::text).distinct().collect(Collectors.joining("\n\n")));
        data.putHTML(found.stream().map(JavaAssistance::html).distinct().collect(Collectors.joining("<hr>")));
        return Optional.of(data);
    }

    private List<Documentation> documentation(String source) {
        return analysis.documentation(source, source.length(), true);
    }

    private static String text(Documentation documentation) {
        String javadoc = documentation.javadoc();
        return documentation.signature() + (javadoc == null ? "" : "\n" + javadoc.replaceAll("<[^>]*>", ""));
    }

    private static String html(Documentation documentation) {
        String signature = documentation.signature().replace("&", "&amp;").replace("<", "&lt;");
        String javadoc = documentation.javadoc();
        return "<code><b>" + signature + "</b></code>" + (javadoc == null ? "" : "<br>" + javadoc);
    }

    // The shell looks at one statement. Those above it are given to it as a block that is still open, which an import
    // or
    // a method cannot be part of.
    private Split split(String source) {
        StringBuilder locals = new StringBuilder();
        List<String> names = new ArrayList<>();
        String rest = source;
        CompletionInfo info = analysis.analyzeCompletion(rest);
        while (info.completeness().isComplete() && !info.remaining().isBlank()) {
            String statement = info.source();
            if (!statement.strip().startsWith("import ")) {
                locals.append(statement).append('\n');
                analysis.sourceToSnippets(statement).stream()
                        .filter(snippet -> snippet instanceof DeclarationSnippet)
                        .map(snippet -> ((DeclarationSnippet) snippet).name())
                        .forEach(names::add);
            }
            rest = info.remaining();
            info = analysis.analyzeCompletion(rest);
        }
        return new Split(locals.toString(), rest, names);
    }

    /**
     * The source before the cursor.
     *
     * @param locals statements that are complete, without imports
     * @param last what is behind them
     * @param names what they declare
     */
    private record Split(String locals, String last, List<String> names) {
        // In an open block the shell finds members of local variables, but not their names.
        List<String> declared(String prefix, String java, int start) {
            String before = java.substring(0, start).stripTrailing();
            return prefix.isEmpty() || before.endsWith(".")
                    ? List.of()
                    : names.stream().filter(name -> name.startsWith(prefix)).toList();
        }
    }
}
