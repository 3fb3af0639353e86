package dev.tidemill.engine;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.columnar.ReaderSql;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The door through which every call comes in: libraries find their services by the engine's own class loader, and every
 * failure of the engine leaves as an {@link EngineException}. What the client's API throws passes.
 */
public final class Guarded {
    private static final int DETAILS = 5;

    private Guarded() {}

    /** Work that gives something back. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T run() throws IOException, SQLException;
    }

    /** Does the work. */
    public static <T extends @Nullable Object> T call(Work<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Guarded.class.getClassLoader());
        try {
            return work.run();
        } catch (ProblemException e) {
            throw new EngineException(e.problem().code(), sentence(e.problem()), e);
        } catch (SQLException e) {
            throw new EngineException("SQL_FAILED", ReaderSql.message(e), e);
        } catch (IOException e) {
            throw file(e);
        } catch (UncheckedIOException e) {
            throw file(e.getCause() == null ? new IOException(e) : e.getCause());
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw new EngineException("SQL_FAILED", ReaderSql.message(cause), e);
            }
            throw e;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static EngineException file(IOException e) {
        String kind = e.getClass().getSimpleName().replace("Exception", "");
        return new EngineException(
                "FILE_FAILED",
                "A file could not be read or written: " + kind + (e.getMessage() == null ? "" : ": " + e.getMessage()),
                e);
    }

    private static String sentence(Problem problem) {
        String places = problem.details().stream()
                .limit(DETAILS)
                .filter(detail -> !problem.message().contains(detail.expected()))
                .map(detail -> detail.place()
                        + (detail.value().isEmpty() ? "" : " has '" + detail.value() + "'")
                        + (detail.expected().isEmpty() ? "" : ", expected " + detail.expected()))
                .collect(Collectors.joining("; "));
        int more = problem.details().size() - DETAILS;
        return problem.message()
                + (places.isEmpty() ? "" : " (" + places + (more > 0 ? "; and " + more + " more" : "") + ")");
    }
}
