package dev.tidemill.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

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

    /** As {@link ModelClient#aliasAt}. */
    public CompletableFuture<AliasMove> aliasAt(String alias, @Nullable Instant at) {
        return Calls.start(() -> model.aliasAt(alias, at));
    }

    /** As {@link ModelClient#historyPage}. */
    public CompletableFuture<ModelEventPage> historyPage(
            ModelEventFilter filter, int limit, @Nullable String pageToken) {
        return Calls.start(() -> model.historyPage(filter, limit, pageToken));
    }

    /** As {@link ModelClient#history}. */
    public CompletableFuture<List<ModelEvent>> history(ModelEventFilter filter, int limit) {
        return Calls.start(() -> model.history(filter, limit));
    }

    /** As {@link ModelClient#card}. */
    public CompletableFuture<ModelCard> card(int version) {
        return Calls.start(() -> model.card(version));
    }

    /** As {@link ModelClient#editCard}. */
    public CompletableFuture<ModelCard> editCard(int version, ModelCard card, String why) {
        return Calls.start(() -> model.editCard(version, card, why));
    }

    /** As {@link ModelClient#changeStatus}. */
    public CompletableFuture<VersionReview> changeStatus(int version, String status, String why) {
        return Calls.start(() -> model.changeStatus(version, status, why));
    }

    /** As {@link ModelClient#approve}. */
    public CompletableFuture<VersionReview> approve(int version, String why) {
        return Calls.start(() -> model.approve(version, why));
    }

    /** As {@link ModelClient#guardAlias}. */
    public CompletableFuture<Void> guardAlias(String alias, boolean guarded, String why) {
        return Calls.run(() -> model.guardAlias(alias, guarded, why));
    }

    /** As {@link ModelClient#ruleAlias}. */
    public CompletableFuture<Void> ruleAlias(String alias, String demands, String why) {
        return Calls.run(() -> model.ruleAlias(alias, demands, why));
    }

    /** As {@link ModelClient#register}. */
    public CompletableFuture<ModelVersionInfo> register(ModelFile file, String why) {
        return Calls.start(() -> model.register(file, why));
    }

    /** As {@link ModelClient#recordVersion}. */
    public CompletableFuture<ModelVersionInfo> recordVersion(int version, Map<String, ?> known, String why) {
        return Calls.start(() -> model.recordVersion(version, known, why));
    }

    /** As {@link ModelClient#export}. */
    public CompletableFuture<Document> export(int version) {
        return Calls.start(() -> model.export(version));
    }

    /** As {@link ModelClient#importVersion}. */
    public CompletableFuture<ModelVersionInfo> importVersion(String from, String model, int version, String why) {
        return Calls.start(() -> this.model.importVersion(from, model, version, why));
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
