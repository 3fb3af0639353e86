package dev.tidemill.kernel;

import dev.tidemill.kernel.cell.Cell;
import dev.tidemill.kernel.cell.CellEvaluator;
import dev.tidemill.kernel.cell.CellFailure;
import dev.tidemill.kernel.command.CommandSet;
import dev.tidemill.kernel.library.OfferedLibraries;
import dev.tidemill.kernel.magic.MagicDirectory;
import dev.tidemill.kernel.magic.MagicSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jshell.JShell;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.HelpLink;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.magic.MagicsResolver;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.publish.PublishError;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteInput;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteResult;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;
import org.dflib.jjava.jupyter.messages.reply.ExecuteReply;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.dflib.jjava.kernel.JavaKernel;
import org.jspecify.annotations.Nullable;

/**
 * JJava's kernel with its magics, in which errors name their true class and the line of the cell, a failure of Tidemill
 * is one sentence, output comes in order, and an interrupt stops what runs.
 */
public final class TidemillKernel extends JavaKernel {
    private final CellEvaluator cells;
    private final CellIo output;
    private final MagicDirectory directory;
    private final JavaAssistance java;
    private final OfferedLibraries offered = OfferedLibraries.besideKernel();
    private final List<String> notices = new ArrayList<>();
    private @Nullable PendingCells pending;

    TidemillKernel(Parts parts) {
        super(
                parts.name,
                parts.version,
                parts.language,
                parts.help,
                null,
                parts.output,
                parts.comms,
                parts.renderer,
                parts.resolver,
                parts.magics,
                parts.extensions,
                parts.styler,
                parts.shell,
                parts.cells);
        cells = parts.cells;
        output = parts.output;
        directory = new MagicDirectory(parts.magics, JavaMagics.ALL);
        java = new JavaAssistance(parts.shell.sourceCodeAnalysis());
    }

    // An extension that cannot even be found would end the kernel before it is ready, and nobody would know why.
    private void startExtensions() {
        try {
            onStartup();
        } catch (RuntimeException | Error e) {
            notice("An extension of the kernel did not load, Java works without it: " + e);
        }
    }

    /** Tells the user something below the next cell that runs. */
    void notice(String sentence) {
        notices.add(sentence);
    }

    /** What the kernel is made of. */
    record Parts(
            String name,
            String version,
            LanguageInfo language,
            List<HelpLink> help,
            CellIo output,
            CommManager comms,
            Renderer renderer,
            MagicsResolver resolver,
            MagicsRegistry magics,
            boolean extensions,
            StringStyler styler,
            JShell shell,
            CellEvaluator cells) {}

    /**
     * Runs the kernel until Jupyter ends it.
     *
     * @param arguments the connection file
     * @throws IOException when the connection file cannot be read
     */
    // As in the kernel that this one extends, the connection is closed by Jupyter's shutdown, not here.
    @SuppressWarnings("try")
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 1 || !Files.isRegularFile(Path.of(arguments[0]))) {
            System.err.println("kernel: expected the connection file that Jupyter writes");
            System.exit(2);
        }
        System.setProperty("java.util.logging.SimpleFormatter.format", "[%4$.1s %1$tF %1$tT.%1$tL %3$s] %5$s%n");
        JupyterConnection connection =
                new JupyterConnection(KernelConnectionProperties.parse(Files.readString(Path.of(arguments[0]))));
        TidemillKernel kernel = new TidemillKernelBuilder().build();
        kernel.startExtensions();
        kernel.becomeHandlerForConnection(connection);
        connection.connect();
        connection.waitUntilClose();
    }

    @Override
    public void becomeHandlerForConnection(JupyterConnection connection) {
        super.becomeHandlerForConnection(connection);
        pending = new PendingCells(connection);
    }

    @Override
    protected synchronized void handleExecuteRequest(
            ShellReplyEnvironment environment, Message<ExecuteRequest> message) {
        ExecuteRequest request = message.getContent();
        int count = request.isSilent() ? executionCount.get() : executionCount.getAndIncrement();
        commManager.setMessageContext(message);
        environment.setBusyDeferIdle();
        if (!request.isSilent()) {
            environment.publish(new PublishExecuteInput(request.getCode(), count));
        }
        output.attach(environment, request.isStdinEnabled());
        notices.forEach(System.err::println);
        notices.clear();
        try {
            DisplayData result = run(new Cell(count, request.getCode()));
            output.flush();
            if (result != null && !request.isSilent()) {
                environment.publish(new PublishExecuteResult(count, result));
            }
            environment.reply(new ExecuteReply(count, Map.of()));
        } catch (CellFailure failure) {
            output.flush();
            environment.publish(new PublishError(failure.name(), failure.message(), failure.lines()));
            PendingCells others = request.shouldStopOnError() ? pending : null;
            JupyterSocket shell = environment.getShell();
            List<Message<?>> waiting = others == null ? List.of() : others.take(shell);
            ErrorReply error = new ErrorReply(failure.name(), failure.message(), failure.lines());
            error.setExecutionCount(count);
            environment.replyError(ExecuteReply.MESSAGE_TYPE.error(), error);
            environment.resolveDeferrals();
            if (others != null) {
                others.answer(shell, waiting);
            }
        }
    }

    // Whatever a value's own toString() or a renderer throws is the cell's failure too.
    private @Nullable DisplayData run(Cell cell) {
        cells.begin(cell);
        try {
            offered.offer(cell.source(), cells.getClassLoader(), this::addToClasspath);
            Object value = cells.eval(getJShell(), magicsResolver.resolve(cell.source()));
            return switch (value) {
                case null -> null;
                case DisplayData data -> data;
                default -> renderer.render(value);
            };
        } catch (CellFailure failure) {
            throw failure;
        } catch (RuntimeException | Error e) {
            throw cells.failure(e);
        }
    }

    @Override
    public void display(DisplayData data) {
        output.flush();
        super.display(data);
    }

    /** Makes the commands of a magic known to completion and inspection; calling them is registered beside. */
    public void describe(CommandSet commands) {
        directory.describe(commands);
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        int cursor = code.offsetByCodePoints(0, Math.min(at, code.codePointCount(0, code.length())));
        MagicDirectory.Completion found = directory
                .complete(code, cursor)
                .orElseGet(() -> java.complete(MagicSource.withoutMagics(code), cursor));
        return new ReplacementOptions(
                found.matches(), code.codePointCount(0, found.start()), code.codePointCount(0, found.end()));
    }

    @Override
    public @Nullable DisplayData inspect(String code, int at, boolean detailed) {
        int cursor = code.offsetByCodePoints(0, Math.min(at, code.codePointCount(0, code.length())));
        return directory
                .inspect(code, cursor)
                .or(() -> java.inspect(MagicSource.withoutMagics(code), cursor))
                .orElse(null);
    }

    @Override
    public String isComplete(String code) {
        return super.isComplete(MagicSource.withoutMagics(code));
    }
}
