package dev.tidemill.kernel;

import java.nio.charset.StandardCharsets;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.JupyterIO;

/** Input and output of the cell that runs, and of what it leaves running. */
final class CellIo extends JupyterIO {
    private final CellStreams streams = new CellStreams();
    private boolean replaced;

    CellIo() {
        super(StandardCharsets.UTF_8);
    }

    /**
     * Says below which cell everything goes from now on.
     *
     * @param input whether the cell may ask its user for input
     */
    void attach(ShellReplyEnvironment cell, boolean input) {
        streams.attach(cell);
        setEnv(cell);
        setJupyterInEnabled(input);
        if (!replaced) {
            System.setOut(streams.out());
            System.setErr(streams.err());
            System.setIn(in);
            replaced = true;
        }
    }

    /** Sends all that was printed. */
    void flush() {
        streams.flush();
    }
}
