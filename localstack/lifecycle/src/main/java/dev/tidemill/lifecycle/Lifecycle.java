package dev.tidemill.lifecycle;

import dev.tidemill.client.TidemillClient;
import dev.tidemill.client.TidemillException;
import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Runs a project through its whole life over the HTTP API. Exit status 0: every step did what it says; 1: one did not;
 * 2: it could not begin.
 */
public final class Lifecycle {
    private Lifecycle() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), out));
    }

    static int run(List<String> arguments, PrintStream out) {
        Options options;
        TidemillClient tidemill;
        try {
            options = Options.parse(arguments);
            // The first call of a function starts its process.
            tidemill = TidemillClient.at(options.api()).withTimeout(Duration.ofMinutes(2));
            tidemill.info();
        } catch (WalkException | TidemillException e) {
            out.println("lifecycle: " + e.getMessage());
            return 2;
        }
        Steps steps = new Steps(out, InstantSource.system(), terminal());
        try {
            new Walk(tidemill, options, steps, InstantSource.system(), Thread::sleep).run();
            return 0;
        } catch (WalkException | TidemillException e) {
            out.println("lifecycle: " + e.getMessage());
            return 1;
        }
    }

    private static boolean terminal() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
}
