package dev.tidemill.client;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Is told, on the waiting thread, how an execution goes. */
@FunctionalInterface
public interface ProgressListener {
    /** Listens to nothing. */
    ProgressListener SILENT = progress -> {};

    /** Called at each look, at least once, and with the ended execution last. */
    void onProgress(Progress progress);

    /** Whether the metric curves and the log's last line are wanted, which cost requests of their own. */
    default boolean wantsDetails() {
        return false;
    }

    /**
     * How an execution stands.
     *
     * @param elapsed since the wait began
     * @param states in which its state machine worked so far, in the order in which they were entered; the last one is
     *     where it works as long as it runs
     * @param curves of a training, by metric: what the trainer has logged for each round so far; empty unless wanted
     * @param lastLine newest line of its log; empty when there is none, or unless wanted
     */
    record Progress(
            Execution execution,
            Duration elapsed,
            List<String> states,
            Map<String, List<MetricPoint>> curves,
            String lastLine) {
        public Progress {
            states = List.copyOf(states);
            curves = Collections.unmodifiableMap(new LinkedHashMap<>(curves));
        }

        /** The state it is in; empty before the first. */
        public String state() {
            return states.isEmpty() ? "" : states.getLast();
        }
    }
}
