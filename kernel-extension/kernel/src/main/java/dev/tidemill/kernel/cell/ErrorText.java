package dev.tidemill.kernel.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.EvalException;
import jdk.jshell.JShellException;
import org.jspecify.annotations.Nullable;

/** Says what was thrown and where in the cells, without the frames of the shell, the kernel and the libraries. */
final class ErrorText {
    private static final int MAX_FRAMES = 12;
    private static final Pattern SNIPPET = Pattern.compile("#(\\w+)");
    private static final Pattern SHELL_CLASS = Pattern.compile("REPL\\.\\$JShell\\$\\w+?(?:[$.]|$)");

    private final ConcurrentMap<String, Origin> origins = new ConcurrentHashMap<>();

    void remember(String snippet, Origin origin) {
        origins.put(snippet, origin);
    }

    @Nullable
    Origin origin(String snippet) {
        return origins.get(snippet);
    }

    /** A class name as its user wrote it. */
    static String userName(String className) {
        return SHELL_CLASS.matcher(className).replaceAll("").replace('$', '.');
    }

    /** The report of an exception; its frames are the shell's, which name snippets. */
    CellFailure thrown(EvalException seen) {
        String name = userName(seen.getExceptionClassName());
        String message = messageOf(seen);
        List<String> lines = new ArrayList<>();
        lines.add(Ansi.red(name) + (message.isEmpty() ? "" : ": " + message));
        lines.addAll(frames(seen.getStackTrace()));
        Throwable cause = seen.getCause();
        for (int depth = 0; cause instanceof JShellException below && depth < 10; depth++) {
            lines.add(cause(below));
            cause = below.getCause();
        }
        return new CellFailure(name, message, lines);
    }

    private String cause(JShellException cause) {
        String name = cause instanceof EvalException thrown ? userName(thrown.getExceptionClassName()) : "unresolved";
        String message = messageOf(cause);
        String place = placeOf(cause.getStackTrace());
        return "caused by " + Ansi.bold(name) + (message.isEmpty() ? "" : ": " + message)
                + (place.isEmpty() ? "" : " (" + place + ")");
    }

    private static String messageOf(Throwable seen) {
        String message = seen.getMessage();
        return message == null || message.equals("null") ? "" : message;
    }

    /** The user's own frames, each with its place, the uppermost with its source. */
    List<String> frames(StackTraceElement[] stack) {
        List<String> lines = new ArrayList<>();
        String called = "";
        String last = "";
        boolean first = true;
        for (StackTraceElement frame : stack) {
            Origin origin = origin(frame);
            if (origin == null) {
                called = first ? userName(frame.getClassName()) + "." + frame.getMethodName() : "";
                continue;
            }
            String place = origin.place(frame.getLineNumber());
            if (place.equals(last) || lines.size() >= MAX_FRAMES) {
                continue;
            }
            last = place;
            if (first) {
                lines.add("  at " + Ansi.cyan(place) + method(frame) + (called.isEmpty() ? "" : ", in " + called));
                lines.addAll(source(origin, frame.getLineNumber()));
            } else {
                lines.add("  from " + Ansi.cyan(place) + method(frame));
            }
            first = false;
        }
        return lines;
    }

    private static String method(StackTraceElement frame) {
        String name = frame.getMethodName();
        return name.isEmpty() || name.startsWith("do_it") || name.startsWith("lambda$") ? "" : ", " + name;
    }

    private static List<String> source(Origin origin, int lineOfStatement) {
        int line = origin.line() + Math.max(1, lineOfStatement) - 1;
        String text = origin.cell().line(line);
        return text.isBlank() ? List.of() : List.of(numbered(line, text));
    }

    static String numbered(int line, String text) {
        return "  %4d | %s".formatted(line, text);
    }

    /** Where the uppermost frame of the user's is; empty when there is none. */
    String placeOf(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            Origin origin = origin(frame);
            if (origin != null) {
                return origin.place(frame.getLineNumber());
            }
        }
        return "";
    }

    private @Nullable Origin origin(StackTraceElement frame) {
        Matcher file = SNIPPET.matcher(Objects.requireNonNullElse(frame.getFileName(), ""));
        return file.matches() ? origins.get(file.group(1)) : null;
    }
}
