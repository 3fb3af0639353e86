package dev.tidemill.functionhost;

import dev.tidemill.functionhost.FunctionVersion.Archive;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.Layer;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Reads functions from a Lambda API. A layer version never changes, so each is asked for once. */
final class LambdaFunctionCatalog implements FunctionCatalog {
    private final LambdaClient lambda;
    private final Map<String, Archive> layers = new ConcurrentHashMap<>();

    LambdaFunctionCatalog(LambdaClient lambda) {
        this.lambda = lambda;
    }

    @Override
    public FunctionVersion find(String name, String version) {
        GetFunctionResponse function;
        try {
            function = lambda.getFunction(request ->
                    request.functionName(name).qualifier(version.equals(FunctionHost.LATEST) ? null : version));
        } catch (ResourceNotFoundException missing) {
            throw new UnknownFunctionException(name, version, missing);
        }
        FunctionConfiguration found = function.configuration();
        List<Archive> archives =
                found.layers().stream().map(Layer::arn).map(this::layer).toList();
        return new FunctionVersion(
                found.functionName(),
                version,
                found.revisionId() == null ? found.codeSha256() : found.revisionId(),
                found.runtimeAsString() == null ? "(none)" : found.runtimeAsString(),
                found.handler() == null ? "" : found.handler(),
                Duration.ofSeconds(found.timeout() == null ? 3 : found.timeout()),
                found.memorySize() == null ? 128 : found.memorySize(),
                function.concurrency() == null ? null : function.concurrency().reservedConcurrentExecutions(),
                found.environment() == null ? Map.of() : found.environment().variables(),
                new Archive(found.codeSha256(), URI.create(function.code().location())),
                archives);
    }

    private Archive layer(String versionArn) {
        return layers.computeIfAbsent(versionArn, arn -> {
            int colon = arn.lastIndexOf(':');
            var layer = lambda.getLayerVersion(request ->
                    request.layerName(arn.substring(0, colon)).versionNumber(Long.valueOf(arn.substring(colon + 1))));
            return new Archive(
                    layer.content().codeSha256(), URI.create(layer.content().location()));
        });
    }
}
