package dev.tidemill.core.lifecycle;

import java.time.Instant;
import java.util.List;

/** What the functions and the trainer logged while they worked for an execution. Safe for use by several threads. */
public interface ExecutionLogs {
    /**
     * The newest lines about an execution, the oldest of them first.
     *
     * @param from lines before it are left out
     * @param limit how many at most
     * @return empty when nothing was logged, or nothing yet
     */
    List<Line> read(ExecutionKind kind, String executionId, Instant from, int limit);

    /**
     * One line.
     *
     * @param level such as {@code INFO}
     * @param source what logged it, such as {@code trainer} or {@code ingestion}
     */
    record Line(Instant time, String level, String source, String message) {}
}
