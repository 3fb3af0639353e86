package dev.tidemill.processlogs;

import java.time.Instant;
import java.util.List;

/** Receives what processes print. Implementations are safe for many threads and never fail the caller. */
public interface ProcessLogs extends AutoCloseable {
    /**
     * Takes one line.
     *
     * @param name of the function or job
     * @param stream name of the log stream, one a process
     * @param at when it was printed
     * @param text the line without its end
     */
    void line(String name, String stream, Instant at, String text);

    /** Writes out what is held back. */
    @Override
    void close();

    /** Sends each line to all of some logs. */
    static ProcessLogs all(List<ProcessLogs> logs) {
        List<ProcessLogs> each = List.copyOf(logs);
        return new ProcessLogs() {
            @Override
            public void line(String name, String stream, Instant at, String text) {
                each.forEach(log -> log.line(name, stream, at, text));
            }

            @Override
            public void close() {
                each.forEach(ProcessLogs::close);
            }
        };
    }
}
