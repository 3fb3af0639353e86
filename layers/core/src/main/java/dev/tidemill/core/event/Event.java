package dev.tidemill.core.event;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import java.util.List;

/**
 * A fact that happened.
 *
 * @param id hash of the business fact: the same fact told twice has one id, by which consumers de-duplicate
 * @param type such as {@code DatasetIngested}
 * @param version of the detail's shape, from 1
 * @param subject what it happened to, such as a dataset or model name
 * @param correlationId the request that it goes back to
 * @param causationIds the executions and events that brought it about
 * @param detail JSON object
 */
public record Event(
        String id,
        String type,
        int version,
        Instant time,
        Workspace workspace,
        String project,
        String subject,
        String correlationId,
        List<String> causationIds,
        String detail) {
    public Event {
        causationIds = List.copyOf(causationIds);
    }
}
