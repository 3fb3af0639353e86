package dev.tidemill.kernel;

import dev.tidemill.client.TidemillClient;
import dev.tidemill.client.TidemillException;
import java.net.URI;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.jspecify.annotations.Nullable;

/** One kernel's connection to Tidemill and the project it works on. Cells run one at a time on the kernel's thread. */
final class Notebook {
    /** Names the API when the kernel starts. */
    static final String ADDRESS = "TIDEMILL_API_URL";

    // Resolves nowhere (RFC 2606), so that the variable exists and its first use says what to set.
    private static final URI NOWHERE = URI.create("http://no-tidemill-api-url.invalid");

    private TidemillClient tidemill;
    private @Nullable String project;

    Notebook(@Nullable String address) {
        tidemill = TidemillClient.at(address == null || address.isBlank() ? NOWHERE : URI.create(address));
    }

    /** Registers the magic and predefines the variable {@code tidemill}. */
    static void install(BaseKernel kernel) {
        Notebook notebook = new Notebook(System.getenv(ADDRESS));
        Commands commands = new Commands(notebook, new CellOutput(kernel));
        LineMagic<Object, BaseKernel> magic = (at, arguments) -> run(commands, arguments);
        kernel.getMagicsRegistry().registerLineMagic(TidemillExtension.MAGIC, magic);
        kernel.evalBuilder("""
                        import dev.tidemill.client.*;
                        import dev.tidemill.kernel.Plot;
                        import java.io.*;
                        import java.math.*;
                        import java.net.*;
                        import java.nio.file.*;
                        import java.time.*;
                        import java.util.*;
                        import java.util.function.*;
                        import java.util.stream.*;
                        import org.dflib.jjava.jupyter.kernel.display.DisplayData;
                        TidemillClient tidemill = lineMagic("mlops", List.of("client"));""").eval();
    }

    private static @Nullable Object run(Commands commands, List<String> arguments) {
        try {
            return commands.run(arguments);
        } catch (TidemillException e) {
            String correlation = e.correlationId();
            throw new MagicFailure(
                    e.getMessage() + (correlation == null ? "" : " [correlation id " + correlation + "]"));
        }
    }

    TidemillClient tidemill() {
        return tidemill;
    }

    boolean isConnected() {
        return !tidemill.address().equals(NOWHERE);
    }

    void connect(TidemillClient other) {
        tidemill = other;
        project = null;
    }

    void use(String name) {
        project = name;
    }

    /**
     * The project that commands are about.
     *
     * @param asked by name; null for the one in use, or the only one there is
     */
    String project(@Nullable String asked) {
        if (asked != null) {
            return asked;
        }
        if (project == null) {
            List<String> all = tidemill.projects();
            if (all.size() != 1) {
                throw TidemillException.invalidInput(
                        all.isEmpty()
                                ? "There is no project yet: %mlops push FOLDER"
                                : "There are projects " + String.join(", ", all) + ": %mlops use NAME");
            }
            project = all.getFirst();
        }
        return project;
    }
}
