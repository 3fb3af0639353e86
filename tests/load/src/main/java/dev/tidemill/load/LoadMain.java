package dev.tidemill.load;

import dev.tidemill.localcloud.LocalCloud;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures a walked local cloud, prints the figures and writes them as JSON. Exit status 0: everything asked for was
 * measured, and every call was answered rightly; 1: it was not; 2: the command line is wrong.
 */
public final class LoadMain {
    private LoadMain() {}

    /** Run by {@code tests/load/run}, with the cloud's home in the system property {@code tidemill.cloud}. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Options options;
        try {
            options = Options.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("tests/load: " + e.getMessage());
            System.exit(2);
            return;
        }
        System.exit(run(options, out));
    }

    private static int run(Options options, PrintStream out) {
        List<Figure> figures = new ArrayList<>();
        Map<String, Object> machine = Machine.facts(options, Instant.now());
        List<String> failures = new ArrayList<>(new Measurements(options, LocalCloud.get()).all(figure -> {
            figures.add(figure);
            out.println(Instant.now() + "  " + figure.what() + ": "
                    + String.format(Locale.ROOT, "%.1f ", figure.value().value())
                    + figure.value().unit() + "  " + figure.note());
        }));
        Report report = new Report(machine, figures);
        out.println();
        report.print(out);
        try {
            report.write(options.work().resolve("figures.json"));
        } catch (IOException e) {
            failures.add("figures.json cannot be written: " + e.getMessage());
        }
        failures.forEach(failure -> System.err.println("tests/load: " + failure));
        return failures.isEmpty() ? 0 : 1;
    }
}
