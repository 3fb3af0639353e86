package dev.tidemill.lifecycleapi.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.Spelling;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.RegisteredModel;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.lifecycleapi.http.Query;
import dev.tidemill.lifecycleapi.http.Request;
import dev.tidemill.lifecycleapi.http.Response;
import dev.tidemill.lifecycleapi.http.Router;
import dev.tidemill.lifecycleapi.lineage.TraceLineage;
import dev.tidemill.lifecycleapi.project.ShareFiles;
import java.util.List;

/** Registered models, and the lineage of what they answered. */
public final class ModelRoutes {
    private final Registry registry;
    private final ShareFiles files;
    private final TraceLineage lineage;

    public ModelRoutes(Registry registry, ShareFiles files, TraceLineage lineage) {
        this.registry = registry;
        this.files = files;
        this.lineage = lineage;
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        router.on("GET", "/v1/models", this::list)
                .on("GET", "/v1/models/{model}", this::get)
                .on("GET", "/v1/models/{model}/versions/{version}", this::version)
                .on("GET", "/v1/models/{model}/versions/{version}/files", this::files)
                .on("GET", "/v1/models/{model}/aliases/{alias}", this::alias)
                .on("GET", "/v1/lineage", this::lineage);
    }

    private Response list(Request request) {
        new Query(request);
        ArrayNode models = Json.mapper().createArrayNode();
        registry.models(request.workspace()).forEach(model -> models.add(describe(model)));
        return Response.ok(Json.object().set("models", models));
    }

    private Response get(Request request) {
        RegisteredModel model = model(request);
        ObjectNode json = describe(model);
        ArrayNode versions = json.putArray("versions");
        registry.versions(request.workspace(), model.name()).forEach(version -> versions.add(brief(version)));
        return Response.ok(json);
    }

    private Response version(Request request) {
        return Response.ok(whole(find(request)));
    }

    private Response files(Request request) {
        new Query(request);
        return Response.ok(files.version(find(request)));
    }

    private ModelVersion find(Request request) {
        RegisteredModel model = model(request);
        String number = request.parameter("version");
        ModelVersion version = number.matches("[0-9]{1,9}")
                ? registry.version(request.workspace(), model.name(), Integer.parseInt(number))
                        .orElse(null)
                : null;
        if (version == null) {
            throw new ProblemException(
                    "NO_SUCH_VERSION",
                    "Model " + model.name() + " has no version '" + number + "'.",
                    List.of(new Problem.Detail("path version", number, "a number from 1 to " + model.latestVersion())));
        }
        return version;
    }

    private Response alias(Request request) {
        RegisteredModel model = model(request);
        String alias = request.parameter("alias");
        return registry.byAlias(request.workspace(), model.name(), alias)
                .map(version -> Response.ok(whole(version).put("alias", alias)))
                .orElseThrow(() -> new ProblemException(
                        "NO_SUCH_ALIAS",
                        "Model " + model.name() + " has no alias '" + alias + "'.",
                        List.of(new Problem.Detail(
                                "path alias",
                                alias,
                                "an alias: " + Spelling.expected(model.aliases().keySet(), alias)))));
    }

    private Response lineage(Request request) {
        Query query = new Query(request, "prediction", "model");
        String prediction = query.required("prediction", "the id of a prediction");
        return Response.ok(lineage.trace(request.workspace(), prediction, query.text("model")));
    }

    private RegisteredModel model(Request request) {
        String name = request.parameter("model");
        return registry.model(request.workspace(), name).orElseThrow(() -> {
            List<String> known = registry.models(request.workspace()).stream()
                    .map(RegisteredModel::name)
                    .toList();
            return new ProblemException(
                    "NO_SUCH_MODEL",
                    "There is no model '" + name + "' in workspace "
                            + request.workspace().name() + ".",
                    List.of(new Problem.Detail("path model", name, "a model: " + Spelling.expected(known, name))));
        });
    }

    private static ObjectNode describe(RegisteredModel model) {
        ObjectNode json = Json.object();
        json.put("name", model.name());
        json.put("description", model.description());
        json.put("latestVersion", model.latestVersion());
        json.set("aliases", Json.tree(model.aliases()));
        json.set("tags", Json.tree(model.tags()));
        json.put("createdAt", model.createdAt().toString());
        json.put("updatedAt", model.updatedAt().toString());
        return json;
    }

    private static ObjectNode brief(ModelVersion version) {
        ObjectNode json = Json.object();
        json.put("model", version.model());
        json.put("version", version.number());
        json.put("executionId", version.executionId());
        json.put("runId", version.runId());
        json.put("status", version.status().text());
        json.set("tags", Json.tree(version.tags()));
        json.put("createdAt", version.createdAt().toString());
        json.put("createdBy", version.createdBy());
        return json;
    }

    private static ObjectNode whole(ModelVersion version) {
        ObjectNode json = brief(version);
        json.put("bundleKey", version.bundleKey());
        json.set("manifest", Json.parse(version.manifest()));
        json.put("card", version.card().markdown());
        return json;
    }
}
