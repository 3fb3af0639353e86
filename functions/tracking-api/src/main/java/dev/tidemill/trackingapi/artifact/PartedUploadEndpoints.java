package dev.tidemill.trackingapi.artifact;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.contract.Json;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.core.storage.PartedUploads;
import dev.tidemill.core.storage.PartedUploads.Part;
import dev.tidemill.trackingapi.wire.ArtifactPath;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Parameters;
import dev.tidemill.trackingapi.wire.RawEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls under {@code mlflow-artifacts/mpu}: a file too large for one request is sent in parts straight to the store.
 * The body's {@code path} is the client's own, of which the last name counts; the address's path is the folder.
 */
final class PartedUploadEndpoints {
    private static final Duration VALIDITY = Duration.ofHours(1);

    private final ObjectStore artifacts;
    private final ArtifactTree tree;

    PartedUploadEndpoints(ObjectStore artifacts, ArtifactTree tree) {
        this.artifacts = artifacts;
        this.tree = tree;
    }

    Map<String, RawEndpoint> versioned() {
        Map<String, RawEndpoint> endpoints = new HashMap<>();
        Map.<String, RawEndpoint>of("create", this::create, "complete", this::complete, "abort", this::abort)
                .forEach((name, endpoint) -> List.of("", "/", "/{folder+}")
                        .forEach(rest -> endpoints.put("POST /mlflow-artifacts/mpu/" + name + rest, endpoint)));
        return endpoints;
    }

    private String key(Call call, Parameters body) {
        String local = body.required("path");
        String name = local.substring(Math.max(local.lastIndexOf('/'), local.lastIndexOf('\\')) + 1);
        String folder = ArtifactPath.of(call.parameters().textOrEmpty("folder"));
        ArtifactPath.ofFile(name);
        return tree.roots().proxied(call.workspace()).written(folder.isEmpty() ? name : folder + "/" + name);
    }

    private HttpResponse create(Call call) {
        Parameters body = Parameters.of(call.request());
        String key = key(call, body);
        long parts = body.number("num_parts").orElse(1);
        if (parts < 1 || parts > PartedUploads.MOST_PARTS) {
            throw Parameters.invalid(
                    "num_parts", parts, "Value must be an integer from 1 to " + PartedUploads.MOST_PARTS + ".");
        }
        PartedUploads uploads = artifacts.partedUploads();
        String id = uploads.begin(key, MediaTypes.of(key));
        ObjectNode answer = Json.object().put("upload_id", id);
        ArrayNode credentials = answer.putArray("credentials");
        for (int number = 1; number <= parts; number++) {
            credentials
                    .addObject()
                    .put("url", uploads.presignPart(key, id, number, VALIDITY).toString())
                    .put("part_number", number)
                    .putObject("headers");
        }
        return HttpResponse.json(200, answer);
    }

    private HttpResponse complete(Call call) {
        Parameters body = Parameters.of(call.request());
        String key = key(call, body);
        List<Part> parts = new ArrayList<>();
        for (Parameters part : body.objects("parts")) {
            long number = part.requiredNumber("part_number");
            if (number < 1 || number > PartedUploads.MOST_PARTS) {
                throw Parameters.invalid(
                        "part_number", number, "Value must be an integer from 1 to " + PartedUploads.MOST_PARTS + ".");
            }
            parts.add(new Part((int) number, part.required("etag")));
        }
        if (parts.isEmpty()) {
            throw MlflowErrors.invalid("Missing value for required parameter 'parts'."
                    + " See the API docs for more information about request parameters.");
        }
        parts.sort(Comparator.comparingInt(Part::number));
        artifacts.partedUploads().complete(key, body.required("upload_id"), parts);
        return HttpResponse.json(200, Json.object());
    }

    private HttpResponse abort(Call call) {
        Parameters body = Parameters.of(call.request());
        artifacts.partedUploads().abort(key(call, body), body.required("upload_id"));
        return HttpResponse.json(200, Json.object());
    }
}
