package dev.tidemill.core.lifecycle;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.event.Event;
import dev.tidemill.core.failure.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The executions of every workspace. Safe for use by several threads; every write is atomic and may be repeated. */
public interface Executions {
    /**
     * Stores a new execution, once: when one of this id exists, that one is returned and nothing is written.
     */
    Execution create(Execution execution);

    /** Finds an execution; empty when the workspace has none of this id. */
    Optional<Execution> find(Workspace workspace, String id);

    /**
     * Lists a project's executions, newest first.
     *
     * @param kind null for all kinds
     * @param limit most rows to return, at least 1
     * @param pageToken null for the first page
     * @throws IllegalArgumentException when the token is none that this port gave out
     */
    Page list(Workspace workspace, String project, @Nullable ExecutionKind kind, int limit, @Nullable String pageToken);

    /**
     * Ends a running execution and records the events that its end brings about, in one transaction. Ending an
     * execution that has ended changes nothing, and its events are not recorded again.
     *
     * @param result JSON object; null unless it succeeded
     * @param problem null unless it failed
     * @param events put in the outbox, from which they are published at least once
     * @return the execution as stored afterwards
     * @throws IllegalArgumentException when there is no such execution
     */
    Execution end(
            Workspace workspace,
            String id,
            ExecutionStatus status,
            @Nullable String result,
            @Nullable Problem problem,
            List<Event> events,
            Instant now);

    /**
     * @param nextPageToken null on the last page
     */
    record Page(List<Execution> executions, @Nullable String nextPageToken) {
        public Page {
            executions = List.copyOf(executions);
        }
    }
}
