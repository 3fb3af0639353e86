package dev.tidemill.lifecycleapi.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.lifecycleapi.http.Body;
import dev.tidemill.lifecycleapi.http.Request;
import dev.tidemill.lifecycleapi.http.Response;
import dev.tidemill.lifecycleapi.http.Router;
import dev.tidemill.lifecycleapi.imported.ImportModel;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Models that were made elsewhere: their files are sent, then registered with all that a version needs. */
public final class ModelImportRoutes {
    private static final Pattern NAME = Pattern.compile("[^/:\\p{Cntrl}]{1,250}");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern RUN = Pattern.compile("[0-9a-f]{32}");
    private static final Set<String> FORMATS = Set.of("onnx", "tribuo");
    private static final String HASH = "64 lower-case hexadecimal digits";
    private static final String SIGNATURE = "an object with the lists 'inputs' and 'outputs', each of objects";
    private static final String OWNER = "who answers for the version";
    private static final int MOST_SIGNATURE = 50_000;

    private final ImportModel imports;
    private final ModelPaths paths;

    public ModelImportRoutes(Registry registry, ImportModel imports, InstantSource clock) {
        this.imports = imports;
        this.paths = new ModelPaths(registry, clock);
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        router.on("POST", "/v1/models/{model}/uploads", this::upload)
                .on("POST", "/v1/models/{model}/versions", this::register)
                .on("POST", "/v1/models/{model}/versions/{version}:record", this::record);
    }

    private Response upload(Request request) {
        Body body = Body.of(request, "size", "sha256", "filename");
        Long size = body.integer("size", 1);
        if (size == null) {
            body.fault("size", "", "the file's size in bytes");
        }
        String sha256 = matched(body, "sha256", body.text("sha256", HASH), SHA256, HASH);
        String given = body.optionalText("filename", "the file's name");
        String filename = given == null ? "model" : given;
        matched(body, "filename", filename, FILE, "1 to 100 letters, digits, dots, hyphens and underscores");
        requireName(body, request.parameter("model"));
        body.check();
        String key = ImportModel.key(request.workspace(), sha256, filename);
        Optional<ObjectStore.PresignedWrite> write = imports.upload(key, size == null ? 0 : size, sha256);
        ObjectNode json = Json.object()
                .put("key", key)
                .put("sha256", sha256)
                .put("url", write.map(found -> found.uri().toString()).orElse(null))
                .put("exists", write.isEmpty());
        ObjectNode headers = json.putObject("headers");
        write.ifPresent(found -> found.headers().forEach(headers::put));
        return Response.ok(json);
    }

    private Response register(Request request) {
        Body body = Body.of(
                request,
                "artifact",
                "format",
                "signature",
                "source",
                "owner",
                "sha256",
                "runId",
                "description",
                "tags",
                "why");
        String format = body.text("format", "onnx or tribuo");
        if (!format.isEmpty()) {
            body.choice("format", "", FORMATS);
        }
        String run = text(body, "runId", "an MLflow run's id");
        if (!run.isEmpty()) {
            matched(body, "runId", run, RUN, "32 lower-case hexadecimal digits");
        }
        ImportModel.Described described = new ImportModel.Described(
                body.text("artifact", "the key that POST /v1/models/{model}/uploads gave"),
                format,
                signature(body),
                body.text("source", "where the model comes from, such as an address or a notebook's name"),
                body.text("owner", OWNER),
                hash(body),
                run,
                text(body, "description", "a text"),
                body.textMap("tags"));
        String why = text(body, "why", "the reason in words");
        requireName(body, request.parameter("model"));
        body.check();
        ModelVersion version = imports.register(
                request.workspace(), request.parameter("model"), described, paths.change(request, why));
        return Response.of(201, ModelJson.whole(version));
    }

    private Response record(Request request) {
        Body body = Body.of(request, "signature", "owner", "sha256", "why");
        Map<String, String> known = new HashMap<>();
        if (body.has("signature")) {
            known.put("signature", signature(body));
        }
        known.put("owner", text(body, "owner", OWNER));
        known.put("sha256", hash(body));
        String why = text(body, "why", "the reason in words");
        body.check();
        known.values().removeIf(String::isEmpty);
        imports.record(paths.version(request), known, paths.change(request, why));
        return Response.ok(ModelJson.whole(paths.version(request)));
    }

    private static String signature(Body body) {
        JsonNode signature = body.object("signature", SIGNATURE);
        if (!signature.isEmpty()) {
            described(body, signature, "inputs");
            described(body, signature, "outputs");
        } else if (body.has("signature")) {
            body.fault("signature", signature.toString(), SIGNATURE);
        }
        String text = Json.write(signature);
        if (text.length() > MOST_SIGNATURE) {
            body.fault("signature", text.length() + " characters", "at most " + MOST_SIGNATURE + " characters");
        }
        return text;
    }

    private static void described(Body body, JsonNode signature, String part) {
        JsonNode list = signature.path(part);
        boolean objects = list.isArray() && !list.isEmpty();
        for (JsonNode one : list) {
            objects = objects && one.isObject() && !one.isEmpty();
        }
        if (!objects) {
            body.fault(
                    "signature/" + part,
                    list.isMissingNode() ? "" : list.toString(),
                    "a list of objects, such as [{\"name\": \"x\", \"type\": \"float\"}]");
        }
    }

    private static String hash(Body body) {
        String hash = text(body, "sha256", HASH);
        return hash.isEmpty() ? "" : matched(body, "sha256", hash, SHA256, HASH);
    }

    private static void requireName(Body body, String model) {
        if (!NAME.matcher(model).matches()) {
            body.fault("model", model, "1 to 250 characters without '/' and ':'");
        }
    }

    private static String matched(Body body, String field, String value, Pattern pattern, String expected) {
        if (!value.isEmpty() && !pattern.matcher(value).matches()) {
            body.fault(field, value, expected);
        }
        return value;
    }

    private static String text(Body body, String field, String expected) {
        String value = body.optionalText(field, expected);
        return value == null ? "" : value;
    }
}
