package dev.tidemill.core.workflow;

import dev.tidemill.core.lifecycle.ExecutionKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts, stops and looks into the state machines. Safe for use by several threads. */
public interface StateMachines {
    /**
     * Starts the machine of a kind, once: a second start under the same id does nothing.
     *
     * @param input JSON object
     */
    void start(ExecutionKind kind, String executionId, String input);

    /** Stops a running execution; does nothing when it has ended. */
    void stop(ExecutionKind kind, String executionId, String cause);

    /** What happened so far, in order; empty when there is no such execution. */
    List<Step> history(ExecutionKind kind, String executionId);

    /** Hands a waiting task its outcome. Does nothing when the task waits no more. */
    void complete(String taskToken, String output);

    /** Fails a waiting task. Does nothing when the task waits no more. */
    void fail(String taskToken, String error, String cause);

    /**
     * @param type the service's event type, such as {@code TaskStateEntered}
     * @param state null where the event belongs to no state
     */
    record Step(
            long id,
            Instant time,
            String type,
            @Nullable String state,
            @Nullable String detail) {}
}
