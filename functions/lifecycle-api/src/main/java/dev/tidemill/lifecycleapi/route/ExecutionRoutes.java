package dev.tidemill.lifecycleapi.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.lifecycle.Execution;
import dev.tidemill.core.lifecycle.ExecutionKind;
import dev.tidemill.core.lifecycle.ExecutionStatus;
import dev.tidemill.core.lifecycle.Executions;
import dev.tidemill.core.lifecycle.Trigger;
import dev.tidemill.core.lifecycle.Triggers;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.core.workflow.StateMachines;
import dev.tidemill.lifecycleapi.execution.CancelExecution;
import dev.tidemill.lifecycleapi.execution.ExecutionJson;
import dev.tidemill.lifecycleapi.execution.FindExecution;
import dev.tidemill.lifecycleapi.http.Query;
import dev.tidemill.lifecycleapi.http.Request;
import dev.tidemill.lifecycleapi.http.Response;
import dev.tidemill.lifecycleapi.http.Router;
import dev.tidemill.lifecycleapi.project.LoadProject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Executions, what they left behind, and the decisions that started them. */
public final class ExecutionRoutes {
    private static final int MOST_PAGES = 20;
    private static final Duration VALID = Duration.ofHours(1);

    private final Executions executions;
    private final CancelExecution cancel;
    private final StateMachines machines;
    private final Triggers triggers;
    private final LoadProject load;
    private final ObjectStore artifacts;
    private final ExecutionJson json;

    public ExecutionRoutes(
            Executions executions,
            CancelExecution cancel,
            StateMachines machines,
            Triggers triggers,
            LoadProject load,
            ObjectStore artifacts,
            ExecutionJson json) {
        this.executions = executions;
        this.cancel = cancel;
        this.machines = machines;
        this.triggers = triggers;
        this.load = load;
        this.artifacts = artifacts;
        this.json = json;
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        router.on("GET", "/v1/executions/{execution}", this::get)
                .on("GET", "/v1/executions/{execution}/history", this::history)
                .on("POST", "/v1/executions/{execution}:cancel", this::cancel)
                .on("GET", "/v1/projects/{project}/executions", this::list)
                .on("GET", "/v1/projects/{project}/triggers", this::triggers)
                .on("GET", "/v1/projects/{project}/reports/{execution}", this::report)
                .on("GET", "/v1/projects/{project}/reports/{execution}/files", this::reportFiles)
                .on("GET", "/v1/scorings/{execution}/results", this::results);
    }

    private Response get(Request request) {
        return Response.ok(json.of(find(request)));
    }

    private Response cancel(Request request) {
        return Response.ok(
                json.of(cancel.cancel(request.workspace(), request.parameter("execution"), request.principal())));
    }

    private Response history(Request request) {
        Execution execution = find(request);
        ArrayNode steps = Json.mapper().createArrayNode();
        for (StateMachines.Step step : machines.history(execution.kind(), execution.id())) {
            steps.addObject()
                    .put("id", step.id())
                    .put("time", step.time().toString())
                    .put("type", step.type())
                    .put("state", step.state())
                    .put("detail", step.detail());
        }
        return Response.ok(Json.object().put("execution", execution.id()).set("events", steps));
    }

    private Response list(Request request) {
        Query query = new Query(request, "kind", "status", "limit", "pageToken");
        String kind = query.choice(
                "kind",
                Arrays.stream(ExecutionKind.values()).map(ExecutionKind::word).toList());
        String status = query.choice(
                "status",
                Arrays.stream(ExecutionStatus.values()).map(Enum::name).toList());
        int limit = query.limit("limit", 50, 200);
        String project = load.latest(request.workspace(), request.parameter("project"))
                .revision()
                .project();
        ArrayNode found = Json.mapper().createArrayNode();
        String token = query.text("pageToken");
        int pages = 0;
        do {
            Executions.Page page =
                    page(request, project, kind == null ? null : ExecutionKind.of(kind), limit - found.size(), token);
            page.executions().stream()
                    .filter(execution ->
                            status == null || execution.status().name().equals(status))
                    .forEach(execution -> found.add(json.of(execution)));
            token = page.nextPageToken();
        } while (token != null && found.size() < limit && ++pages < MOST_PAGES);
        ObjectNode answer = Json.object();
        answer.set("executions", found);
        answer.put("nextPageToken", token);
        return Response.ok(answer);
    }

    private Executions.Page page(
            Request request, String project, @Nullable ExecutionKind kind, int limit, @Nullable String token) {
        try {
            return executions.list(request.workspace(), project, kind, limit, token);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    "INVALID_REQUEST",
                    "The page cannot be found.",
                    List.of(new Problem.Detail(
                            "query pageToken", String.valueOf(token), "the nextPageToken of an earlier answer")));
        }
    }

    private Response triggers(Request request) {
        new Query(request);
        String project = load.latest(request.workspace(), request.parameter("project"))
                .revision()
                .project();
        ArrayNode decisions = Json.mapper().createArrayNode();
        for (Trigger trigger : triggers.list(request.workspace(), project)) {
            ObjectNode decision = decisions
                    .addObject()
                    .put("id", trigger.id())
                    .put("project", trigger.project())
                    .put("event", trigger.event())
                    .put("kind", trigger.kind().word())
                    .put("decision", trigger.decision())
                    .put("execution", trigger.executionId());
            decision.set("detail", Json.parse(trigger.detail()));
            decision.put("time", trigger.time().toString());
        }
        return Response.ok(Json.object().set("triggers", decisions));
    }

    private Response report(Request request) {
        Execution execution = find(request);
        requireKind(execution, ExecutionKind.MONITORING);
        String standard = ExecutionContext.folder(request.workspace(), execution.id()) + "report.json";
        String key = execution.result() == null
                ? standard
                : Json.parse(execution.result()).path("reportKey").asText(standard);
        byte[] report = artifacts
                .read(key)
                .orElseThrow(() -> new ProblemException(
                        "NO_SUCH_REPORT",
                        "Execution " + execution.id() + " has no report; it is " + execution.status() + "."));
        return new Response(200, new String(report, StandardCharsets.UTF_8), Map.of());
    }

    private Response reportFiles(Request request) {
        Execution execution = find(request);
        requireKind(execution, ExecutionKind.MONITORING);
        JsonNode result = execution.result() == null ? Json.object() : Json.parse(execution.result());
        ArrayNode files = Json.mapper().createArrayNode();
        for (String name : List.of("reportKey", "pageKey", "labelledKey")) {
            String key = result.path(name).asText("");
            if (!key.isEmpty()) {
                files.addObject()
                        .put("name", key.substring(key.lastIndexOf('/') + 1))
                        .put("url", artifacts.presignRead(key, VALID).toString());
            }
        }
        return Response.ok(Json.object().put("execution", execution.id()).set("files", files));
    }

    private Response results(Request request) {
        Execution execution = find(request);
        requireKind(execution, ExecutionKind.SCORING);
        JsonNode result = execution.result() == null ? Json.object() : Json.parse(execution.result());
        if (execution.status() != ExecutionStatus.SUCCEEDED || !result.hasNonNull("resultKey")) {
            throw new ProblemException(
                    "NOT_ENDED",
                    "The scoring has no results.",
                    List.of(new Problem.Detail(
                            "path execution",
                            execution.id(),
                            "a scoring that has succeeded; it is " + execution.status())));
        }
        String key = result.path("resultKey").asText();
        ObjectNode answer = Json.object()
                .put("url", artifacts.presignRead(key, VALID).toString())
                .put("key", key);
        answer.set("rows", result.get("rows"));
        return Response.ok(answer);
    }

    private Execution find(Request request) {
        Execution execution = new FindExecution(executions).find(request.workspace(), request.parameter("execution"));
        String project = request.parameters().get("project");
        if (project != null && !project.equals(execution.project())) {
            throw new ProblemException(
                    "NO_SUCH_EXECUTION",
                    "Execution " + execution.id() + " belongs to another project.",
                    List.of(new Problem.Detail("path project", project, execution.project())));
        }
        return execution;
    }

    private static void requireKind(Execution execution, ExecutionKind kind) {
        if (execution.kind() != kind) {
            throw new ProblemException(
                    "NO_SUCH_EXECUTION",
                    "Execution " + execution.id() + " is no " + kind.word() + ".",
                    List.of(new Problem.Detail(
                            "path execution",
                            execution.id(),
                            "a " + kind.word() + "; it is a " + execution.kind().word())));
        }
    }
}
