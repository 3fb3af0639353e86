package dev.tidemill.core.lifecycle;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One piece of long work, from the request to its end.
 *
 * @param id ULID; also the name of the state machine's execution and of the Batch job
 * @param revision the project revision that it runs
 * @param request JSON object of what was asked
 * @param result JSON object; null until it has succeeded
 * @param problem null unless it has failed
 * @param endedAt null while it runs
 */
public record Execution(
        Workspace workspace,
        String id,
        String project,
        ExecutionKind kind,
        String revision,
        String request,
        ExecutionStatus status,
        @Nullable String result,
        @Nullable Problem problem,
        Instant startedAt,
        @Nullable Instant endedAt,
        String correlationId,
        List<String> causationIds) {
    public Execution {
        causationIds = List.copyOf(causationIds);
    }

    /** This execution as it ended. */
    public Execution ended(ExecutionStatus end, @Nullable String newResult, @Nullable Problem why, Instant now) {
        return new Execution(
                workspace,
                id,
                project,
                kind,
                revision,
                request,
                end,
                newResult,
                why,
                startedAt,
                now,
                correlationId,
                causationIds);
    }
}
