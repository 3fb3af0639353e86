package dev.tidemill.lifecycleapi.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.registry.RegisteredModel;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.lifecycleapi.http.Query;
import dev.tidemill.lifecycleapi.http.Request;
import dev.tidemill.lifecycleapi.http.Response;
import dev.tidemill.lifecycleapi.http.Router;
import dev.tidemill.lifecycleapi.lineage.TraceLineage;
import dev.tidemill.lifecycleapi.project.ShareFiles;
import java.time.InstantSource;

/** Registered models as they are, and the lineage of what they answered. */
public final class ModelRoutes {
    private final Registry registry;
    private final ModelPaths paths;
    private final ShareFiles files;
    private final TraceLineage lineage;

    public ModelRoutes(Registry registry, ShareFiles files, TraceLineage lineage, InstantSource clock) {
        this.registry = registry;
        this.paths = new ModelPaths(registry, clock);
        this.files = files;
        this.lineage = lineage;
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        router.on("GET", "/v1/models", this::list)
                .on("GET", "/v1/models/{model}", this::get)
                .on("GET", "/v1/models/{model}/versions/{version}", this::version)
                .on("GET", "/v1/models/{model}/versions/{version}/files", this::files)
                .on("GET", "/v1/lineage", this::lineage);
    }

    private Response list(Request request) {
        new Query(request);
        ArrayNode models = Json.mapper().createArrayNode();
        registry.models(request.workspace()).forEach(model -> models.add(ModelJson.model(model)));
        return Response.ok(Json.object().set("models", models));
    }

    private Response get(Request request) {
        RegisteredModel model = paths.model(request);
        ObjectNode json = ModelJson.model(model);
        ArrayNode versions = json.putArray("versions");
        registry.versions(request.workspace(), model.name()).forEach(version -> versions.add(ModelJson.brief(version)));
        return Response.ok(json);
    }

    private Response version(Request request) {
        return Response.ok(ModelJson.whole(paths.version(request)));
    }

    private Response files(Request request) {
        new Query(request);
        return Response.ok(files.version(paths.version(request)));
    }

    private Response lineage(Request request) {
        Query query = new Query(request, "prediction", "model");
        String prediction = query.required("prediction", "the id of a prediction");
        return Response.ok(lineage.trace(request.workspace(), prediction, query.text("model")));
    }
}
