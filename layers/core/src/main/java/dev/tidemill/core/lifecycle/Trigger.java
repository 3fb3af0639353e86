package dev.tidemill.core.lifecycle;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decision on an event: whether it started an execution, and why or why not.
 *
 * @param id hash of what may be decided once, such as (project, label watermark)
 * @param event id of the event decided on
 * @param kind what would be started
 * @param decision {@code started}, or the reason against, such as {@code too-few-labels}
 * @param executionId null unless the decision is {@code started}
 * @param detail JSON object with the figures the decision rests on
 */
public record Trigger(
        Workspace workspace,
        String project,
        String id,
        String event,
        ExecutionKind kind,
        String decision,
        @Nullable String executionId,
        String detail,
        Instant time) {}
