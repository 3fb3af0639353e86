package dev.tidemill.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;

/**
 * Cells that wait while one runs: when that one fails they are answered as aborted, so that Run All stops at the first
 * error. Requests of other kinds are handled as they would have been.
 */
final class PendingCells {
    // How long a request that was sent together with the failed one may take to arrive.
    private static final long SETTLE_NANOS = 50_000_000;
    private static final int READABLE = 1;

    private final JupyterConnection connection;

    PendingCells(JupyterConnection connection) {
        this.connection = connection;
    }

    /**
     * Takes what waits on a channel. Called before the failed cell is answered: what comes after the answer was sent by
     * someone who knew of the failure.
     */
    List<Message<?>> take(JupyterSocket shell) {
        List<Message<?>> waiting = new ArrayList<>();
        while (isReadable(shell)) {
            waiting.add(shell.readMessage());
        }
        return waiting;
    }

    /** Answers what was taken. */
    void answer(JupyterSocket socket, List<Message<?>> waiting) {
        if (!(socket instanceof ShellChannel shell)) {
            return;
        }
        for (Message<?> message : waiting) {
            if (MessageType.EXECUTE_REQUEST.equals(message.getHeader().getType())) {
                answerAborted(connection.prepareReplyEnv(shell, message), message);
            }
        }
        for (Message<?> message : waiting) {
            if (!MessageType.EXECUTE_REQUEST.equals(message.getHeader().getType())) {
                handle(shell, message);
            }
        }
    }

    private static boolean isReadable(JupyterSocket shell) {
        long until = System.nanoTime() + SETTLE_NANOS;
        while ((shell.getEvents() & READABLE) == 0) {
            if (System.nanoTime() > until) {
                return false;
            }
            LockSupport.parkNanos(SETTLE_NANOS / 10);
        }
        return true;
    }

    // The reply's type has no status for this, so that it is written as the protocol has it.
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static void answerAborted(ShellReplyEnvironment environment, Message<?> request) {
        environment.setBusyDeferIdle();
        environment.reply(new Message(request, (MessageType) MessageType.EXECUTE_REPLY, Map.of("status", "aborted")));
        environment.resolveDeferrals();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private void handle(ShellChannel shell, Message<?> message) {
        ShellHandler handler =
                connection.getHandler((MessageType) message.getHeader().getType());
        if (handler == null) {
            return;
        }
        ShellReplyEnvironment environment = connection.prepareReplyEnv(shell, message);
        try {
            handler.handle(environment, message);
        } catch (Exception e) {
            System.err.println(message.getHeader().getType() + " failed: " + e);
        } finally {
            environment.resolveDeferrals();
        }
        if (environment.isMarkedForShutdown()) {
            connection.close();
        }
    }
}
