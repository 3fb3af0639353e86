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
    private static final Pattern PACKAGE_OF_OURS =
            Pattern.compile("\\bdev\\.tidemill\\.(?:[a-z]\\w*\\.)*|\\borg\\.dflib\\.jjava\\.shaded\\.");

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
        String own = PACKAGE_OF_OURS.matcher(className).replaceAll("");
        return SHELL_CLASS.matcher(own).replaceAll("").replace('$', '.');
    }

    /** The report of an exception; its frames are the shell's, which name snippets. */
    CellFailure thrown(EvalException seen) {
        String name = userName(seen.getExceptionClassName());
        String message = messageOf(seen);
        List<String> lines = new ArrayList<>();
        lines.add(Ansi.red(name) + (message.isEmpty() ? "" : ": " + message));
        lines.addAll(frames(seen.getStackTrace()));
        lines.addAll(causes(seen, message));
        return new CellFailure(name, message, lines);
    }

    // A cause that only repeats what was said is left out.
    private List<String> causes(JShellException seen, String said) {
        List<String> lines = new ArrayList<>();
        String place = placeOf(seen.getStackTrace());
        String before = said;
        Throwable cause = seen.getCause();
        for (int depth = 0; cause instanceof JShellException below && depth < 10; depth++) {
            String message = messageOf(below);
            if (message.isEmpty() || !before.contains(message)) {
                String where = placeOf(below.getStackTrace());
                String name = below instanceof EvalException thrown ? userName(thrown.getExceptionClassName()) : "";
                lines.add("caused by " + Ansi.bold(name) + (message.isEmpty() ? "" : ": " + message)
                        + (where.isEmpty() || where.equals(place) ? "" : " (" + where + ")"));
            }
            before = message.isEmpty() ? before : message;
            cause = below.getCause();
        }
        return lines;
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
                boolean ours = frame.getClassName().startsWith("dev.tidemill.kernel.");
                called = first && !ours ? userName(frame.getClassName()) + "." + frame.getMethodName() : "";
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
