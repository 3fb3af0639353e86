package dev.tidemill.trackingapi.artifact;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.loggedmodel.LoggedModel;
import dev.tidemill.core.loggedmodel.LoggedModels;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.core.storage.ObjectStore.PresignedWrite;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.Tracking;
import dev.tidemill.trackingapi.artifact.ArtifactRoots.Root;
import dev.tidemill.trackingapi.wire.ArtifactPath;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.Endpoint;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Parameters;
import dev.tidemill.trackingapi.wire.RawEndpoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Calls about the artifacts of runs, logged models and registered versions, and the proxy to the store. */
public final class ArtifactEndpoints {
    private static final long LONGEST = Duration.ofDays(7).toSeconds();

    private final Tracking tracking;
    private final LoggedModels models;
    private final ObjectStore artifacts;
    private final ArtifactTree tree;
    private final ModelVersionAddresses versions;

    /**
     * @param versions finds the address of a registered version's files
     */
    public ArtifactEndpoints(
            Tracking tracking,
            LoggedModels models,
            ObjectStore artifacts,
            ArtifactTree tree,
            ModelVersionAddresses versions) {
        this.tracking = tracking;
        this.models = models;
        this.artifacts = artifacts;
        this.tree = tree;
        this.versions = versions;
    }

    /** The endpoints by method and path. */
    public Map<String, Endpoint> endpoints() {
        return Map.of(
                "GET artifacts/list", this::list,
                "POST artifacts/presigned-upload-url", this::presignUpload,
                "POST artifacts/presigned-download-url", this::presignDownload);
    }

    /** The endpoints that read or answer bytes, by method and path below both prefixes. */
    public Map<String, RawEndpoint> versioned() {
        Map<String, RawEndpoint> endpoints = new HashMap<>(new ProxyEndpoints(artifacts, tree).versioned());
        endpoints.putAll(new PartedUploadEndpoints(artifacts, tree).versioned());
        endpoints.put("POST /mlflow/upload-artifact", this::upload);
        return endpoints;
    }

    /** The endpoints outside the prefixes. */
    public Map<String, RawEndpoint> root() {
        return Map.of(
                "GET /get-artifact", this::download,
                "GET /model-versions/get-artifact", this::downloadOfVersion);
    }

    private Run run(Call call, Parameters parameters) {
        String id = parameters.requiredAny("run_id", "run_uuid");
        return tracking.run(call.workspace(), id).orElseThrow(() -> Run.absent(id));
    }

    private ObjectNode list(Call call) {
        String path = ArtifactPath.of(call.parameters().textOrEmpty("path"));
        Run run = run(call, call.parameters());
        return tree.list(call.workspace(), run.artifactUri(), path, call.parameters());
    }

    private HttpResponse download(Call call) {
        Parameters query = Parameters.ofQuery(call.request());
        String path = ArtifactPath.ofFile(query.required("path"));
        return tree.download(call.workspace(), run(call, query).artifactUri(), path);
    }

    private HttpResponse downloadOfVersion(Call call) {
        Parameters query = Parameters.ofQuery(call.request());
        String path = ArtifactPath.ofFile(query.required("path"));
        String name = query.required("name");
        String address = versions.of(call.workspace(), name, query.required("version"));
        return tree.download(call.workspace(), address, path);
    }

    private HttpResponse upload(Call call) {
        Parameters query = Parameters.ofQuery(call.request());
        String id = query.text("run_uuid").orElseThrow(() -> MlflowErrors.invalid("Request must specify run_uuid."));
        String path = query.text("path").orElseThrow(() -> MlflowErrors.invalid("Request must specify path."));
        ArtifactPath.ofFile(path);
        byte[] content = SentFile.of(call.request());
        if (content.length == 0) {
            throw MlflowErrors.invalid("Request must specify data.");
        }
        Run run = tracking.run(call.workspace(), id).orElseThrow(() -> Run.absent(id));
        Root root = tree.roots().of(call.workspace(), run.artifactUri());
        artifacts.write(root.written(path), content, MediaTypes.of(path));
        return HttpResponse.json(200, Json.object());
    }

    private ObjectNode presignUpload(Call call) {
        Parameters parameters = call.parameters();
        String path = ArtifactPath.ofFile(parameters.required("path"));
        Duration validity = validity(parameters, 900);
        Root root = tree.roots().of(call.workspace(), ofRunOrModel(call.workspace(), parameters));
        PresignedWrite signed = artifacts.presignWrite(root.written(path), MediaTypes.of(path), validity);
        ObjectNode answer = Json.object().put("presigned_url", signed.uri().toString());
        ObjectNode headers = answer.putObject("headers");
        signed.headers().forEach(headers::put);
        return answer;
    }

    private ObjectNode presignDownload(Call call) {
        Parameters parameters = call.parameters();
        String path = ArtifactPath.ofFile(parameters.required("path"));
        Duration validity = validity(parameters, 300);
        String key = tree.roots()
                .of(call.workspace(), ofRunOrModel(call.workspace(), parameters))
                .file(path);
        long size = tree.size(key, path);
        ObjectNode answer = Json.object().put("presigned_url", tree.address(key, validity));
        answer.putObject("headers");
        return answer.put("file_size", size);
    }

    private String ofRunOrModel(Workspace workspace, Parameters parameters) {
        String run = parameters.textOrEmpty("run_id");
        String model = parameters.textOrEmpty("model_id");
        if (run.isEmpty() == model.isEmpty()) {
            throw MlflowErrors.invalid("Exactly one of run_id and model_id must be provided.");
        }
        return run.isEmpty()
                ? models.find(workspace, model)
                        .filter(LoggedModel::active)
                        .orElseThrow(() -> LoggedModel.absent(model))
                        .artifactUri()
                : tracking.run(workspace, run)
                        .orElseThrow(() -> Run.absent(run))
                        .artifactUri();
    }

    private static Duration validity(Parameters parameters, long usual) {
        long seconds = parameters.number("expiration").orElse(usual);
        if (seconds < 1 || seconds > LONGEST) {
            throw MlflowErrors.invalid(
                    "expiration must be between 1 and " + LONGEST + " seconds (got " + seconds + ").");
        }
        return Duration.ofSeconds(seconds);
    }
}
