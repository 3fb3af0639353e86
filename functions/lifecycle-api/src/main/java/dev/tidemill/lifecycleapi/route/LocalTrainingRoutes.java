package dev.tidemill.lifecycleapi.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.MachineInput;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.storage.ObjectStore.PresignedWrite;
import dev.tidemill.lifecycleapi.execution.ExecutionJson;
import dev.tidemill.lifecycleapi.execution.LocalTraining;
import dev.tidemill.lifecycleapi.http.Body;
import dev.tidemill.lifecycleapi.http.Query;
import dev.tidemill.lifecycleapi.http.Request;
import dev.tidemill.lifecycleapi.http.Response;
import dev.tidemill.lifecycleapi.http.Router;
import java.util.Optional;
import java.util.Set;

/** What a caller needs who runs a training itself. */
public final class LocalTrainingRoutes {
    private static final long LARGEST = 5L << 30;

    private final LocalTraining training;
    private final ExecutionJson json;

    public LocalTrainingRoutes(LocalTraining training, ExecutionJson json) {
        this.training = training;
        this.json = json;
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        router.on("GET", "/v1/executions/{execution}/training", this::input)
                .on("POST", "/v1/executions/{execution}/artifacts", this::artifact)
                .on("POST", "/v1/executions/{execution}:complete", this::complete);
    }

    private Response input(Request request) {
        new Query(request);
        Optional<MachineInput> input = training.input(request.workspace(), request.parameter("execution"));
        ObjectNode answer = Json.object().put("waiting", input.isPresent());
        answer.set("execution", input.map(found -> Json.tree(found.execution())).orElse(null));
        answer.set("request", input.map(MachineInput::request).orElse(null));
        return Response.ok(answer);
    }

    private Response artifact(Request request) {
        Body body = Body.of(request, "path", "size", "sha256");
        String path = body.text("path", "the file's key in the artifacts store");
        Long size = body.integer("size", 0);
        String sha256 = body.text("sha256", "the file's SHA-256 as 64 lower-case hexadecimal digits");
        if (size == null) {
            body.fault("size", "", "the file's size in bytes");
        } else if (size > LARGEST) {
            body.fault("size", String.valueOf(size), "at most " + LARGEST + " bytes");
        }
        if (!sha256.isEmpty() && !sha256.matches("[0-9a-f]{64}")) {
            body.fault("sha256", sha256, "64 lower-case hexadecimal digits");
        }
        body.check();
        PresignedWrite write = training.artifact(
                request.workspace(), request.parameter("execution"), path, size == null ? 0 : size, sha256);
        return Response.ok(Json.object()
                .put("path", path)
                .put("url", write.uri().toString())
                .set("headers", Json.tree(write.headers())));
    }

    private Response complete(Request request) {
        Body body = Body.of(request, "outcome", "result", "problem", "events");
        body.choice("outcome", "", Set.of(WorkerOutcome.SUCCEEDED, WorkerOutcome.FAILED));
        if (!body.has("outcome")) {
            body.fault("outcome", "", "SUCCEEDED or FAILED");
        }
        body.check();
        WorkerOutcome outcome = Json.read(request.body(), WorkerOutcome.class);
        return Response.ok(json.of(training.complete(request.workspace(), request.parameter("execution"), outcome)));
    }
}
