package dev.tidemill.lifecycleapi.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.lifecycle.Projects;
import dev.tidemill.core.lifecycle.Revision;
import dev.tidemill.lifecycleapi.http.Body;
import dev.tidemill.lifecycleapi.http.Query;
import dev.tidemill.lifecycleapi.http.Request;
import dev.tidemill.lifecycleapi.http.Response;
import dev.tidemill.lifecycleapi.http.Router;
import dev.tidemill.lifecycleapi.project.LoadProject;
import dev.tidemill.lifecycleapi.project.LoadProject.Loaded;
import dev.tidemill.lifecycleapi.project.PushProject;
import java.util.Locale;
import java.util.Map;

/** Projects and their revisions. */
public final class ProjectRoutes {
    private final Projects projects;
    private final LoadProject load;
    private final PushProject push;

    public ProjectRoutes(Projects projects, LoadProject load, PushProject push) {
        this.projects = projects;
        this.load = load;
        this.push = push;
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        router.on("GET", "/v1/projects", this::list)
                .on("GET", "/v1/projects/{project}", this::latest)
                .on("POST", "/v1/projects/{project}/revisions", this::push)
                .on("PUT", "/v1/projects/{project}/revisions", this::push)
                .on("POST", "/v1/projects/{project}/revisions:validate", this::validate)
                .on("GET", "/v1/projects/{project}/revisions/{revision}", this::revision);
    }

    private Response list(Request request) {
        new Query(request);
        ArrayNode all = Json.mapper().createArrayNode();
        for (String name : projects.list(request.workspace())) {
            ObjectNode json = all.addObject().put("name", name);
            projects.latest(request.workspace(), name)
                    .ifPresent(revision -> json.put("revision", revision.id())
                            .put("pushedAt", revision.pushedAt().toString()));
        }
        return Response.ok(Json.object().set("projects", all));
    }

    private Response latest(Request request) {
        return Response.ok(describe(load.latest(request.workspace(), request.parameter("project"))));
    }

    private Response revision(Request request) {
        Loaded loaded = load.revision(request.workspace(), request.parameter("project"), request.parameter("revision"));
        ObjectNode json = describe(loaded);
        json.set("files", Json.tree(loaded.pushed().files()));
        return Response.ok(json);
    }

    private Response push(Request request) {
        PushProject.Pushed pushed =
                push.push(request.workspace(), request.parameter("project"), source(request), request.caller());
        return Response.of(pushed.created() ? 201 : 200, pushed);
    }

    private Response validate(Request request) {
        ObjectNode verdict = Json.object();
        try {
            PushProject.Pushed checked = push.validate(request.parameter("project"), source(request));
            verdict.put("valid", true).put("revision", checked.revision());
            verdict.set("warnings", Json.tree(checked.warnings()));
        } catch (ProblemException e) {
            if (e.problem().code().startsWith("INVALID_REQUEST")
                    || e.problem().code().equals("INVALID_JSON")) {
                throw e;
            }
            verdict.put("valid", false)
                    .put("code", e.problem().code())
                    .put("message", e.problem().message());
            verdict.set("details", Json.tree(e.problem().details()));
        }
        return Response.ok(verdict);
    }

    private static PushProject.Source source(Request request) {
        Body body = Body.of(request, "files", "commit", "dirty");
        Map<String, String> files = body.textMap("files");
        if (files.isEmpty()) {
            body.fault("files", "", "the project's files: content by path, with project.yaml");
        }
        String commit = body.optionalText("commit", "the source commit");
        boolean dirty = body.flag("dirty");
        body.check();
        return new PushProject.Source(files, commit, dirty);
    }

    private static ObjectNode describe(Loaded loaded) {
        Revision revision = loaded.revision();
        ProjectSpec spec = loaded.spec();
        ObjectNode json = Json.object();
        json.put("name", revision.project());
        json.put("revision", revision.id());
        json.put("commit", revision.commit());
        json.put("dirty", revision.dirty());
        json.put("pushedAt", revision.pushedAt().toString());
        json.put("pushedBy", revision.pushedBy());
        json.put("problem", spec.goal().problem().name().toLowerCase(Locale.ROOT));
        json.put("statement", spec.goal().statement());
        json.put("model", loaded.model());
        json.set("datasets", Json.tree(spec.datasets().keySet()));
        json.set("views", Json.tree(spec.features().views().keySet()));
        json.set("spec", Json.tree(spec));
        return json;
    }
}
