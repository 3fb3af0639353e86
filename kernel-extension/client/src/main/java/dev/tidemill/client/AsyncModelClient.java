package dev.tidemill.client;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One registered model, as {@link ModelClient}, with futures as those of {@link AsyncTidemillClient}.
 */
public final class AsyncModelClient {
    private final ModelClient model;

    AsyncModelClient(ModelClient model) {
        this.model = model;
    }

    /** As {@link ModelClient#describe}. */
    public CompletableFuture<ModelInfo> describe() {
        return Calls.start(model::describe);
    }

    /** As {@link ModelClient#version}. */
    public CompletableFuture<ModelVersionInfo> version(int version) {
        return Calls.start(() -> model.version(version));
    }

    /** As {@link ModelClient#files}. */
    public CompletableFuture<List<RemoteFile>> files(int version) {
        return Calls.start(() -> model.files(version));
    }

    /** As {@link ModelClient#alias}. */
    public CompletableFuture<Integer> alias(String alias) {
        return Calls.start(() -> model.alias(alias));
    }

    /** As {@link ModelClient#metadata}. */
    public CompletableFuture<ModelMetadata> metadata() {
        return Calls.start(model::metadata);
    }

    /** As {@link ModelClient#predictOne}. */
    public CompletableFuture<Predictions.Prediction> predictOne(Map<String, ?> row) {
        return Calls.start(() -> model.predictOne(row));
    }

    /** As {@link ModelClient#predict}. */
    public CompletableFuture<Predictions> predict(List<? extends Map<String, ?>> rows) {
        return Calls.start(() -> model.predict(rows));
    }
}
