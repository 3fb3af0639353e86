package dev.tidemill.client;

import java.time.Duration;

/** Is told, on the waiting thread, how an execution goes. */
@FunctionalInterface
public interface ProgressListener {
    /** Listens to nothing. */
    ProgressListener SILENT = progress -> {};

    /** Called at each look, at least once, and with the ended execution last. */
    void onProgress(Progress progress);

    /**
     * How an execution stands.
     *
     * @param elapsed since the wait began
     * @param state name of the state machine's state it is in; empty before the first
     */
    record Progress(Execution execution, Duration elapsed, String state) {}
}
