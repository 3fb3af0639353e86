package dev.tidemill.lifecycleapi.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.lifecycle.Execution;
import dev.tidemill.core.lifecycle.ExecutionLogs;
import dev.tidemill.core.lifecycle.Executions;
import dev.tidemill.lifecycleapi.execution.FindExecution;
import dev.tidemill.lifecycleapi.http.Query;
import dev.tidemill.lifecycleapi.http.Request;
import dev.tidemill.lifecycleapi.http.Response;
import dev.tidemill.lifecycleapi.http.Router;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was logged for an execution. */
public final class LogRoutes {
    private final Executions executions;
    private final ExecutionLogs logs;

    public LogRoutes(Executions executions, ExecutionLogs logs) {
        this.executions = executions;
        this.logs = logs;
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        router.on("GET", "/v1/executions/{execution}/logs", this::logs);
    }

    private Response logs(Request request) {
        Query query = new Query(request, "after", "limit");
        int limit = query.limit("limit", 200, 1000);
        Instant after = instant(query.text("after"));
        Execution execution = new FindExecution(executions).find(request.workspace(), request.parameter("execution"));
        Instant from = after == null ? execution.startedAt() : after.plusMillis(1);
        ArrayNode lines = Json.mapper().createArrayNode();
        for (ExecutionLogs.Line line : logs.read(execution.kind(), execution.id(), from, limit)) {
            lines.addObject()
                    .put("time", line.time().toString())
                    .put("level", line.level())
                    .put("source", line.source())
                    .put("message", line.message());
        }
        return Response.ok(Json.object().put("execution", execution.id()).set("lines", lines));
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new ProblemException(
                    "INVALID_REQUEST",
                    "The query cannot be answered.",
                    List.of(new Problem.Detail(
                            "query after", String.valueOf(text), "the time of a line, such as 2013-07-01T04:00:00Z")));
        }
    }
}
