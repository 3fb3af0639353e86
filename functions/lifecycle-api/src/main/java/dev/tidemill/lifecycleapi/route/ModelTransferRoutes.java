package dev.tidemill.lifecycleapi.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.Caller;
import dev.tidemill.core.access.Entrance;
import dev.tidemill.core.access.Permissions;
import dev.tidemill.core.access.Role;
import dev.tidemill.core.access.Subject;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.registry.TakeVersionOver;
import dev.tidemill.core.registry.VersionExport;
import dev.tidemill.lifecycleapi.http.Body;
import dev.tidemill.lifecycleapi.http.Request;
import dev.tidemill.lifecycleapi.http.Response;
import dev.tidemill.lifecycleapi.http.Router;
import dev.tidemill.lifecycleapi.project.ShareFiles;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Versions on their way between workspaces. A version is imported by its name in the other workspace, not from a document
 * that a caller sends: what a version says of its training and its history stays what was recorded.
 */
public final class ModelTransferRoutes {
    private static final Pattern NAME = Pattern.compile("[^/:\\p{Cntrl}]{1,250}");
    private static final String IMPORTED_FROM = "tidemill.importedFrom";

    private final Registry registry;
    private final TakeVersionOver over;
    private final ShareFiles files;
    private final Entrance entrance;
    private final ModelPaths paths;

    /**
     * @param entrance the role that a caller has in the other workspace
     */
    public ModelTransferRoutes(
            Registry registry, TakeVersionOver over, ShareFiles files, Entrance entrance, InstantSource clock) {
        this.registry = registry;
        this.over = over;
        this.files = files;
        this.entrance = entrance;
        this.paths = new ModelPaths(registry, clock);
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        router.on("POST", "/v1/models/{model}/versions/{version}:export", this::export)
                .on("POST", "/v1/models:import", this::take);
    }

    private Response export(Request request) {
        Body.of(request).check();
        ModelVersion version = paths.version(request);
        VersionExport exported = registry.export(request.workspace(), version.model(), version.number());
        ObjectNode json = Json.object()
                .put("format", exported.format())
                .put("workspace", exported.workspace())
                .put("model", exported.model())
                .put("version", exported.number());
        json.set("fields", Json.tree(new TreeMap<>(exported.fields())));
        ArrayNode events = json.putArray("events");
        exported.events().forEach(event -> events.add(ModelJson.event(event)));
        json.set("files", files.version(version).path("files"));
        return Response.ok(json);
    }

    private Response take(Request request) {
        Body body = Body.of(request, "workspace", "model", "version", "as", "why");
        String source = body.text("workspace", "the workspace that has the version");
        String model = body.text("model", "the model's name there");
        Long number = body.integer("version", 1);
        if (number == null || number > Integer.MAX_VALUE) {
            body.fault("version", number == null ? "" : number.toString(), "the version's number there");
        }
        String as = body.optionalText("as", "the name that the model has here");
        String name = as == null ? model : as;
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            body.fault(as == null ? "model" : "as", name, "1 to 250 characters without '/' and ':'");
        }
        String why = body.optionalText("why", "the reason in words");
        Optional<Workspace> from = workspace(body, source);
        if (from.filter(request.workspace()::equals).isPresent()) {
            body.fault("workspace", source, "another workspace than the one that imports");
        }
        body.check();
        Workspace there = from.orElseThrow();
        requireEntry(request, there, model);
        int version = number == null ? 0 : number.intValue();
        String origin = there.name() + "/" + model + "/" + version;
        Optional<ModelVersion> earlier = registry.versions(request.workspace(), name).stream()
                .filter(one -> origin.equals(one.tags().get(IMPORTED_FROM)))
                .findFirst();
        if (earlier.isPresent()) {
            return Response.ok(ModelJson.whole(earlier.get()));
        }
        ModelVersion taken = over.take(
                there, model, version, request.workspace(), name, paths.change(request, why == null ? "" : why));
        return Response.of(201, ModelJson.whole(taken));
    }

    private static Optional<Workspace> workspace(Body body, String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Workspace(name));
        } catch (IllegalArgumentException e) {
            body.fault("workspace", name, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void requireEntry(Request request, Workspace there, String model) {
        Caller caller = request.caller();
        if (caller.signer() != null) {
            caller = entrance.admit(caller, there, Subject.model(model));
        }
        if (!caller.mayEnter(there) || !caller.may(Role.READ)) {
            throw new ProblemException(
                    Permissions.DENIED,
                    "'" + request.principal() + "' may not enter workspace '" + there.name()
                            + "'. Whoever takes a version over must be let into both workspaces.",
                    List.of(new Problem.Detail("body /workspace", there.name(), "a workspace of the caller's")));
        }
    }
}
