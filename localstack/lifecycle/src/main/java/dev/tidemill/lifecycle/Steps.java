package dev.tidemill.lifecycle;

import dev.tidemill.client.ProgressListener;
import dev.tidemill.client.TidemillException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints one line for each step as it ends, and a table of all of them at the end. For one thread. */
final class Steps {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final int WIDTH = 44;

    private final PrintStream out;
    private final InstantSource clock;
    private final boolean terminal;
    private final List<Line> lines = new ArrayList<>();

    private record Line(String what, Duration took, boolean kept, String figure) {}

    /**
     * @param terminal whether a line can be written over while a step runs
     */
    Steps(PrintStream out, InstantSource clock, boolean terminal) {
        this.out = out;
        this.clock = clock;
        this.terminal = terminal;
    }

    /** What a step does; it may tell the listener how far it is. */
    @FunctionalInterface
    interface Action<T> {
        Done<T> run(ProgressListener live);
    }

    /**
     * What a step did.
     *
     * @param figure that matters
     * @param kept whether the result existed and was only verified
     * @param details printed below its line
     */
    record Done<T>(T value, String figure, boolean kept, List<String> details) {
        static <T> Done<T> made(T value, String figure) {
            return new Done<>(value, figure, false, List.of());
        }

        static <T> Done<T> of(T value, String figure, boolean kept) {
            return new Done<>(value, figure, kept, List.of());
        }

        Done<T> with(List<String> more) {
            return new Done<>(value, figure, kept, List.copyOf(more));
        }
    }

    /**
     * Runs a step and prints its line.
     *
     * @throws WalkException when it did not do what it says; its line is printed
     */
    <T> T step(String what, Action<T> action) {
        Instant begin = clock.instant();
        try {
            Done<T> done = action.run(progress -> live(what, progress));
            Line line = new Line(what, Duration.between(begin, clock.instant()), done.kept(), done.figure());
            lines.add(line);
            print(done.kept() ? "kept" : "done", line);
            done.details().forEach(detail -> out.println("                 " + detail));
            return done.value();
        } catch (TidemillException | WalkException e) {
            print("FAILED", new Line(what, Duration.between(begin, clock.instant()), false, reason(e)));
            throw new WalkException(what + " did not do what it says", e);
        }
    }

    private static String reason(RuntimeException e) {
        if (e instanceof TidemillException api) {
            String correlation = api.correlationId();
            return api.code() + ": " + api.getMessage() + (correlation == null ? "" : " [" + correlation + "]");
        }
        return String.valueOf(e.getMessage());
    }

    private void live(String what, ProgressListener.Progress progress) {
        if (terminal) {
            String state = progress.state().isEmpty() ? "" : "  " + progress.state();
            out.printf(
                    Locale.ROOT,
                    "\r\033[K          …      %-" + WIDTH + "s %8s%s",
                    what,
                    Figures.seconds(progress.elapsed()),
                    state);
            out.flush();
        }
    }

    private void print(String word, Line line) {
        String clear = terminal ? "\r\033[K" : "";
        String now = TIME.format(LocalTime.ofInstant(clock.instant(), ZoneId.systemDefault()));
        out.printf(
                Locale.ROOT,
                "%s%s  %-6s %-" + WIDTH + "s %8s  %s%n",
                clear,
                now,
                word,
                line.what(),
                Figures.seconds(line.took()),
                line.figure());
        out.flush();
    }

    /** Prints every step with its time and figure, and the time of all. */
    void table() {
        out.println();
        out.printf(Locale.ROOT, "%-" + WIDTH + "s %8s  %s%n", "step", "seconds", "");
        Duration all = Duration.ZERO;
        for (Line line : lines) {
            all = all.plus(line.took());
            String kept = line.kept() ? "kept: " : "";
            out.printf(
                    Locale.ROOT,
                    "%-" + WIDTH + "s %8s  %s%n",
                    line.what(),
                    Figures.seconds(line.took()),
                    kept + line.figure());
        }
        out.printf(Locale.ROOT, "%-" + WIDTH + "s %8s%n", "all of it", Figures.seconds(all));
    }

    /** Prints lines under a heading. */
    void section(String heading, List<String> text) {
        out.println();
        out.println(heading);
        text.forEach(line -> out.println("  " + line));
    }
}
