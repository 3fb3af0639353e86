package dev.tidemill.functionhost;

import java.time.Instant;

/** Receives what functions print. Implementations are safe for many threads and never fail the caller. */
interface LogSink extends AutoCloseable {
    /**
     * Takes one line.
     *
     * @param function name of the function
     * @param stream name of the log stream, one a process
     * @param at when it was printed
     * @param text the line without its end
     */
    void line(String function, String stream, Instant at, String text);

    /** Writes out what is held back. */
    @Override
    void close();
}
