package dev.tidemill.engine;

import dev.tidemill.client.engine.EngineException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs a long statement so that an interrupt of the caller's thread ends it. */
final class Interruptible {
    private static final Duration AGAIN = Duration.ofMillis(50);

    private Interruptible() {}

    /**
     * @throws EngineException {@code INTERRUPTED} when the thread was interrupted; it stays so
     */
    static void execute(Statement statement, String sql) throws SQLException {
        FutureTask<Boolean> work = new FutureTask<>(() -> statement.execute(sql));
        Thread thread = Thread.ofPlatform().daemon().name("tidemill-sql").start(work);
        try {
            work.get();
        } catch (InterruptedException e) {
            cancel(statement, thread);
            Thread.currentThread().interrupt();
            throw new EngineException("INTERRUPTED", "The query was interrupted.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /**
     * Waits whatever happens, because the statement is closed next; and cancels again meanwhile, because a statement that
     * has not begun yet is not cancelled by it.
     */
    private static void cancel(Statement statement, Thread thread) throws SQLException {
        while (thread.isAlive()) {
            statement.cancel();
            try {
                thread.join(AGAIN);
            } catch (InterruptedException e) {
                // The caller is interrupted already, and told so when the statement has ended.
            }
        }
    }
}
