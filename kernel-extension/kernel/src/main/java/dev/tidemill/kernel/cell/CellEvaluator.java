package dev.tidemill.kernel.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.dflib.jjava.jupyter.telemetry.TelemetryCollector;
import org.dflib.jjava.kernel.execution.CodeEvaluator;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates cells statement by statement and knows, for whatever goes wrong, on which line of which cell. Cells run one
 * at a time; {@link #interrupt} may come from any thread.
 */
public final class CellEvaluator extends CodeEvaluator {
    static final String INTERRUPTED = "Interrupted";

    private final CellClassLoader classes;
    private final CellExecution execution;
    private final ErrorText errors = new ErrorText();
    private final Sentences sentences;
    private volatile @Nullable Cell next;
    private volatile @Nullable Cell running;

    /** @param sentences knows the exceptions that are shown without frames */
    public CellEvaluator(String name, Sentences sentences) {
        super(name, -1, TimeUnit.MILLISECONDS);
        this.sentences = sentences;
        classes = new CellClassLoader(CellEvaluator.class.getClassLoader());
        execution = new CellExecution(classes);
        Thread.currentThread().setContextClassLoader(classes);
    }

    @Override
    public ExecutionControlProvider getExecControlProvider() {
        return new ExecutionControlProvider() {
            @Override
            public String name() {
                return "cells";
            }

            @Override
            public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
                return execution;
            }
        };
    }

    /** Says as which cell the next source is evaluated, and forgets interrupts that came before. */
    public void begin(Cell cell) {
        next = cell;
        execution.begin();
    }

    @Override
    public void interrupt() {
        execution.interrupt();
    }

    @Override
    public ClassLoader getClassLoader() {
        return classes;
    }

    @Override
    public void startThreadTelemetryCollection(TelemetryCollector<?> collector) {
        execution.measure(collector);
    }

    @Override
    public void stopThreadTelemetryCollection() {
        execution.measure(null);
    }

    /**
     * Evaluates a source whose magics are resolved.
     *
     * @return the value of its last statement; null when that gives none
     * @throws CellFailure telling what went wrong and where
     */
    @Override
    public @Nullable Object eval(JShell shell, String code) {
        Cell announced = next;
        next = null;
        Cell outer = running;
        if (announced != null) {
            running = announced;
            return statements(shell, code, new Origin(announced, 1, 0, code));
        }
        // Evaluated by a cell, as the body of %%time is: often a part of that cell.
        int part = outer == null ? -1 : outer.source().indexOf(code);
        return statements(
                shell,
                code,
                outer == null || part < 0
                        ? new Origin(new Cell(0, code), 1, 0, code)
                        : new Origin(outer, 1, 0, outer.source()).at(part, code));
    }

    private @Nullable Object statements(JShell shell, String code, Origin whole) {
        SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
        Object last = null;
        CompletionInfo info = analysis.analyzeCompletion(code);
        String rest = code;
        int offset = 0;
        while (info.completeness().isComplete()) {
            last = statement(shell, info.source(), origin(whole, offset, info.source()));
            if (execution.isStopping()) {
                throw interrupted(" before the rest of it was run.", List.of());
            }
            offset += rest.length() - info.remaining().length();
            rest = info.remaining();
            info = analysis.analyzeCompletion(rest);
        }
        if (info.completeness() != SourceCodeAnalysis.Completeness.EMPTY) {
            throw CompileText.incomplete(origin(whole, offset, rest));
        }
        return last;
    }

    private static Origin origin(Origin whole, int offset, String source) {
        String statement = source.strip();
        return whole.at(offset + Math.max(0, source.indexOf(statement)), statement);
    }

    private @Nullable Object statement(JShell shell, String source, Origin origin) {
        execution.takeThrown();
        List<SnippetEvent> events = shell.eval(source.strip());
        Object result = null;
        for (SnippetEvent event : events) {
            errors.remember(event.snippet().id(), originOf(event, origin));
            String key = event.value();
            if (key != null && event.snippet().subKind().isExecutable()) {
                Object value = execution.take(key);
                result = isShown(event.snippet().subKind()) ? value : null;
            }
        }
        Throwable thrown = execution.takeThrown();
        for (SnippetEvent event : events) {
            if (event.causeSnippet() == null) {
                check(shell, event, origin, thrown);
            }
        }
        return result;
    }

    private Origin originOf(SnippetEvent event, Origin origin) {
        // What a statement makes valid again keeps the place at which it was written.
        Origin before = event.causeSnippet() == null
                ? null
                : errors.origin(event.snippet().id());
        return before == null ? origin : before;
    }

    private static boolean isShown(Snippet.SubKind kind) {
        return switch (kind) {
            case VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND, TEMP_VAR_EXPRESSION_SUBKIND -> true;
            default -> false;
        };
    }

    private void check(JShell shell, SnippetEvent event, Origin origin, @Nullable Throwable thrown) {
        JShellException exception = event.exception();
        if (exception instanceof EvalException seen) {
            throw failure(seen, thrown);
        }
        CompileText compiler = new CompileText(shell);
        if (exception instanceof UnresolvedReferenceException unresolved) {
            DeclarationSnippet snippet = unresolved.getSnippet();
            Origin declared = errors.origin(snippet.id());
            throw compiler.of(snippet, declared == null ? origin : declared);
        }
        switch (event.status()) {
            case VALID, OVERWRITTEN -> {}
            case RECOVERABLE_DEFINED, RECOVERABLE_NOT_DEFINED -> {
                if (event.snippet() instanceof DeclarationSnippet waiting) {
                    System.err.println(waiting.name() + " can be used once these are defined: "
                            + String.join(", ", compiler.missing(waiting)));
                }
            }
            default -> throw compiler.of(event.snippet(), origin);
        }
    }

    private CellFailure failure(EvalException seen, @Nullable Throwable thrown) {
        if (seen.getExceptionClassName().equals(CellExecution.GOES_ON)) {
            return interrupted(
                    place(seen) + ", but what it runs there does not stop and goes on in the background.",
                    errors.frames(seen.getStackTrace()));
        }
        CellFailure known = thrown == null ? null : known(thrown);
        if (known != null) {
            return known;
        }
        if (execution.isStopping()) {
            return interrupted(place(seen) + ".", errors.frames(seen.getStackTrace()));
        }
        return errors.thrown(unwrapped(seen, thrown));
    }

    /** The report of something that was thrown outside the statements of a cell, such as while its value was shown. */
    public CellFailure failure(Throwable thrown) {
        CellFailure known = known(thrown);
        if (known != null) {
            return known;
        }
        String name = ErrorText.userName(thrown.getClass().getName());
        String message = Objects.requireNonNullElse(thrown.getMessage(), "");
        String line = Ansi.red(name) + (message.isEmpty() ? "" : ": " + message);
        return new CellFailure(name, message, List.of(line));
    }

    private @Nullable String sentence(Throwable thrown) {
        try {
            return sentences.of(thrown);
        } catch (LinkageError e) {
            // A damaged installation: then every exception is shown like any other.
            return null;
        }
    }

    private @Nullable CellFailure known(Throwable thrown) {
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < 20; depth++) {
            if (at instanceof CellFailure failure) {
                return failure;
            }
            String sentence = sentence(at);
            if (sentence != null) {
                List<String> lines = sentence.lines().toList();
                return new CellFailure(
                        ErrorText.userName(at.getClass().getName()),
                        Objects.requireNonNullElse(at.getMessage(), ""),
                        lines);
            }
            at = at.getCause();
        }
        return null;
    }

    // JJava's entry to magics wraps whatever a magic throws.
    private static EvalException unwrapped(EvalException seen, @Nullable Throwable thrown) {
        String message = thrown == null ? null : thrown.getMessage();
        boolean wrapper = thrown != null
                && thrown.getClass() == RuntimeException.class
                && message != null
                && (message.startsWith("Exception running line magic")
                        || message.startsWith("Exception running cell magic"));
        return wrapper && seen.getCause() instanceof EvalException cause ? cause : seen;
    }

    private String place(EvalException seen) {
        String place = errors.placeOf(seen.getStackTrace());
        return place.isEmpty() ? "" : " at " + place;
    }

    private static CellFailure interrupted(String how, List<String> frames) {
        String sentence = "The cell was interrupted" + how;
        List<String> lines = new ArrayList<>();
        lines.add(Ansi.red(INTERRUPTED) + ": " + sentence);
        lines.addAll(frames);
        return new CellFailure(INTERRUPTED, sentence, lines);
    }
}
