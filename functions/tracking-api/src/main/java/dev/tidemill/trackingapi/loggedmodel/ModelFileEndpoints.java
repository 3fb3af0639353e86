package dev.tidemill.trackingapi.loggedmodel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.loggedmodel.LoggedModel;
import dev.tidemill.core.loggedmodel.LoggedModels;
import dev.tidemill.trackingapi.artifact.ArtifactTree;
import dev.tidemill.trackingapi.wire.ArtifactPath;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.Endpoint;
import dev.tidemill.trackingapi.wire.Parameters;
import dev.tidemill.trackingapi.wire.RawEndpoint;
import java.util.Map;

/** Calls about the files of logged models, for those who have no credentials of the store. */
public final class ModelFileEndpoints {
    private final LoggedModels models;
    private final ArtifactTree artifacts;

    public ModelFileEndpoints(LoggedModels models, ArtifactTree artifacts) {
        this.models = models;
        this.artifacts = artifacts;
    }

    /** The endpoints by method and path. */
    public Map<String, Endpoint> endpoints() {
        return Map.of("GET logged-models/{model_id}/artifacts/directories", this::list);
    }

    /** The endpoints that answer bytes, by method and path. */
    public Map<String, RawEndpoint> files() {
        return Map.of("GET /mlflow/logged-models/{model_id}/artifacts/files", this::download);
    }

    private ObjectNode list(Call call) {
        String folder = call.parameters().textOrEmpty("artifact_directory_path");
        ArtifactPath.of(folder);
        return artifacts.list(call.workspace(), require(call).artifactUri(), folder, call.parameters());
    }

    private HttpResponse download(Call call) {
        String path = Parameters.ofQuery(call.request())
                .text("artifact_file_path")
                .orElseThrow(() -> new ProblemException(
                        "BAD_REQUEST", "Request must include the \"artifact_file_path\" query parameter."));
        ArtifactPath.ofFile(path);
        return artifacts.download(call.workspace(), require(call).artifactUri(), path);
    }

    private LoggedModel require(Call call) {
        String id = call.parameters().required("model_id");
        return models.find(call.workspace(), id).filter(LoggedModel::active).orElseThrow(() -> LoggedModel.absent(id));
    }
}
