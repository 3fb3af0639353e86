package dev.tidemill.kernel;

import dev.tidemill.client.TidemillException;
import dev.tidemill.client.connection.Connections;
import dev.tidemill.client.connection.Signers;
import dev.tidemill.kernel.command.CommandSet;
import dev.tidemill.kernel.library.EngineLoader;
import dev.tidemill.kernel.library.KernelFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.CellMagic;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;

/** Puts {@code %mlops}, {@code %%mlops} and the variable {@code tidemill} into a kernel. */
final class Magics {
    private static final String SUMMARY =
            "The lifecycle of models, from data to drift. In Java, the variable tidemill does the same.";

    private Magics() {}

    static void install(BaseKernel kernel) {
        Map<String, String> environment = System.getenv();
        EngineLoader engine = EngineLoader.besideKernel();
        Path home = Path.of(System.getProperty("user.home"));
        Notebook notebook = new Notebook(client -> client.withEngine(engine));
        Commands commands = new Commands(
                notebook,
                new CellOutput(kernel),
                Connections.of(environment, home),
                new Signers(environment, KernelFolder.beside("aws")));
        LineMagic<Object, BaseKernel> line =
                (at, words) -> words.equals(List.of("client")) ? notebook.tidemill() : commands.run(words);
        CellMagic<Object, BaseKernel> cell = (at, words, body) -> commands.runCell(words, body);
        kernel.getMagicsRegistry().registerLineMagic(TidemillExtension.MAGIC, line);
        kernel.getMagicsRegistry().registerCellMagic(TidemillExtension.MAGIC, cell);
        if (kernel instanceof TidemillKernel ours) {
            ours.describe(
                    new CommandSet(TidemillExtension.MAGIC, SUMMARY, commands.all(), new NotebookValues(notebook)));
        }
        Shown.register(kernel.getRenderer());
        PlotDisplay.register(kernel);
        try {
            commands.connectAsBefore();
        } catch (TidemillException e) {
            // The kernel works without a connection; the cell that needs one says so again.
            System.err.println(e.getMessage());
        }
        kernel.evalBuilder("""
                        import dev.tidemill.client.*;
                        import dev.tidemill.client.engine.*;
                        import dev.tidemill.client.plot.*;
                        import dev.tidemill.client.table.*;
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
}
