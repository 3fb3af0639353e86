package dev.tidemill.kernel;

import dev.tidemill.client.TidemillException;
import dev.tidemill.client.engine.EngineException;
import java.util.List;
import java.util.function.Supplier;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.CellMagic;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.jspecify.annotations.Nullable;

/** Puts {@code %mlops}, {@code %%mlops} and the variable {@code tidemill} into a kernel. */
final class Magics {
    private Magics() {}

    static void install(BaseKernel kernel) {
        Notebook notebook = new Notebook(System.getenv(Notebook.ADDRESS));
        Commands commands = new Commands(notebook, new CellOutput(kernel));
        LineMagic<Object, BaseKernel> line =
                (at, words) -> words.equals(List.of("client")) ? notebook.tidemill() : run(() -> commands.run(words));
        CellMagic<Object, BaseKernel> cell = (at, words, body) -> run(() -> commands.runCell(words, body));
        kernel.getMagicsRegistry().registerLineMagic(TidemillExtension.MAGIC, line);
        kernel.getMagicsRegistry().registerCellMagic(TidemillExtension.MAGIC, cell);
        Shown.register(kernel.getRenderer());
        kernel.evalBuilder("""
                        import dev.tidemill.client.*;
                        import dev.tidemill.client.engine.*;
                        import dev.tidemill.client.table.*;
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

    private static @Nullable Object run(Supplier<@Nullable Object> command) {
        try {
            return command.get();
        } catch (TidemillException e) {
            String correlation = e.correlationId();
            throw new MagicFailure(
                    e.getMessage() + (correlation == null ? "" : " [correlation id " + correlation + "]"));
        } catch (EngineException e) {
            throw new MagicFailure(String.valueOf(e.getMessage()));
        }
    }
}
