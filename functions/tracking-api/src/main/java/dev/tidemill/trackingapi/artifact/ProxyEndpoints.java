package dev.tidemill.trackingapi.artifact;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.contract.Json;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.trackingapi.artifact.ArtifactRoots.Root;
import dev.tidemill.trackingapi.wire.ArtifactPath;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Parameters;
import dev.tidemill.trackingapi.wire.RawEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Calls under {@code mlflow-artifacts}: files for clients that have no credentials of the store. */
final class ProxyEndpoints {
    private static final Duration VALIDITY = Duration.ofMinutes(15);

    private final ObjectStore artifacts;
    private final ArtifactTree tree;

    ProxyEndpoints(ObjectStore artifacts, ArtifactTree tree) {
        this.artifacts = artifacts;
        this.tree = tree;
    }

    Map<String, RawEndpoint> versioned() {
        return Map.of(
                "GET /mlflow-artifacts/artifacts", this::list,
                "GET /mlflow-artifacts/artifacts/{path+}", this::download,
                "PUT /mlflow-artifacts/artifacts/{path+}", this::upload,
                "DELETE /mlflow-artifacts/artifacts/{path+}", this::delete,
                "GET /mlflow-artifacts/presigned/{path+}", this::presign);
    }

    private Root root(Call call) {
        return tree.roots().proxied(call.workspace());
    }

    private static String path(Call call) {
        return call.parameters().required("path");
    }

    private HttpResponse list(Call call) {
        String path = Parameters.ofQuery(call.request()).textOrEmpty("path");
        return HttpResponse.json(200, tree.names(root(call), path));
    }

    private HttpResponse download(Call call) {
        return tree.download(root(call), path(call));
    }

    private HttpResponse upload(Call call) {
        String path = path(call);
        artifacts.write(root(call).written(path), SentFile.of(call.request()), MediaTypes.of(path));
        return HttpResponse.json(200, Json.object());
    }

    private HttpResponse delete(Call call) {
        Root root = root(call);
        String path = ArtifactPath.of(path(call));
        if (path.isEmpty()) {
            throw MlflowErrors.invalid("Invalid path");
        }
        String folder = root.folder(path);
        artifacts.delete(List.of(root.prefix() + path));
        List<String> below = artifacts.list(folder);
        artifacts.delete(below);
        return HttpResponse.json(200, Json.object());
    }

    private HttpResponse presign(Call call) {
        String path = path(call);
        String key = root(call).file(path);
        long size = tree.size(key, path);
        ObjectNode answer = Json.object().put("url", tree.address(key, VALIDITY));
        answer.putObject("headers");
        return HttpResponse.json(200, answer.put("file_size", size));
    }
}
