package dev.tidemill.lifecycleapi.route;

import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.TrainingInput;
import dev.tidemill.core.lifecycle.Execution;
import dev.tidemill.lifecycleapi.execution.ExecutionJson;
import dev.tidemill.lifecycleapi.execution.RequestWork;
import dev.tidemill.lifecycleapi.execution.RequestWork.Asked;
import dev.tidemill.lifecycleapi.http.Body;
import dev.tidemill.lifecycleapi.http.Request;
import dev.tidemill.lifecycleapi.http.Response;
import dev.tidemill.lifecycleapi.http.Router;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Long work: each answers 202 with an execution to poll. */
public final class WorkRoutes {
    private static final String KEY = "the key that the upload's answer names";
    private static final String SHA256 = "the file's SHA-256 as 64 lower-case hexadecimal digits";

    private final RequestWork work;
    private final ExecutionJson json;

    public WorkRoutes(RequestWork work, ExecutionJson json) {
        this.work = work;
        this.json = json;
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        router.on("POST", "/v1/projects/{project}/ingestions", this::ingest)
                .on("POST", "/v1/projects/{project}/materializations", this::materialize)
                .on("POST", "/v1/projects/{project}/trainings", this::train)
                .on("POST", "/v1/projects/{project}/deployments", this::deploy)
                .on("POST", "/v1/projects/{project}/scorings", this::score)
                .on("POST", "/v1/projects/{project}/monitorings", this::monitor);
    }

    private Response ingest(Request request) {
        Body body = Body.of(request, "dataset", "key", "sha256", "filename");
        String dataset = body.text("dataset", "a dataset of the project");
        String key = body.text("key", KEY);
        String sha256 = body.text("sha256", SHA256);
        String filename = body.optionalText("filename", "the file's name");
        body.check();
        return accepted(work.ingest(asked(request), dataset, key, sha256, filename == null ? dataset : filename));
    }

    private Response materialize(Request request) {
        Body body = Body.of(request, "asOf", "views");
        Instant asOf = body.instant("asOf");
        List<String> views = body.texts("views");
        body.check();
        return accepted(work.materialize(asked(request), asOf, views));
    }

    private Response train(Request request) {
        Body body = Body.of(request, "asOf", "promote", "where");
        Instant asOf = body.instant("asOf");
        String promote = body.choice("promote", "never", Set.of("never", "on-pass"));
        String where = body.choice("where", "batch", Set.of("batch", TrainingInput.LOCAL));
        body.check();
        return accepted(work.train(asked(request), asOf, promote, where));
    }

    private Response deploy(Request request) {
        Body body = Body.of(request, "version", "alias", "why");
        Long version = body.integer("version", 1);
        if (version == null) {
            body.fault("version", "", "a registered version, such as 1");
        }
        String alias = alias(body);
        String why = body.optionalText("why", "the reason in words");
        body.check();
        return accepted(work.deploy(asked(request), number(version), alias, why == null ? "" : why));
    }

    private Response score(Request request) {
        Body body = Body.of(request, "key", "sha256", "version", "alias");
        String key = body.text("key", KEY);
        String sha256 = body.text("sha256", SHA256);
        Long version = body.integer("version", 1);
        if (version != null && body.has("alias")) {
            body.fault("alias", "", "either version or alias");
        }
        String alias = alias(body);
        body.check();
        return accepted(work.score(asked(request), key, sha256, version == null ? null : number(version), alias));
    }

    private Response monitor(Request request) {
        Body body = Body.of(request, "until");
        Instant until = body.instant("until");
        body.check();
        return accepted(work.monitor(asked(request), until));
    }

    private static String alias(Body body) {
        String alias = body.optionalText("alias", "an alias such as champion");
        if (alias != null && !alias.matches("[a-z][a-z0-9_-]{0,62}")) {
            body.fault("alias", alias, "lower-case letters, digits, '_' and '-', starting with a letter");
        }
        return alias == null ? RequestWork.CHAMPION : alias;
    }

    /** A number that no version has stands for those that no int can hold. */
    private static int number(@Nullable Long version) {
        return version == null || version > Integer.MAX_VALUE ? Integer.MAX_VALUE : version.intValue();
    }

    private static Asked asked(Request request) {
        return new Asked(
                request.workspace(), request.parameter("project"), request.correlationId(), request.principal());
    }

    private Response accepted(Execution execution) {
        return new Response(
                202,
                Json.write(Json.object().set("execution", json.of(execution))),
                Map.of("location", "/v1/executions/" + execution.id()));
    }
}
