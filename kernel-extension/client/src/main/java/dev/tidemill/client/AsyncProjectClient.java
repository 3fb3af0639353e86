package dev.tidemill.client;

import dev.tidemill.client.engine.FeatureRequest;
import dev.tidemill.client.engine.OwnTrainer;
import dev.tidemill.client.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One project, as {@link ProjectClient}, with futures as those of {@link AsyncTidemillClient}.
 */
public final class AsyncProjectClient {
    private final ProjectClient project;

    AsyncProjectClient(ProjectClient project) {
        this.project = project;
    }

    /** As {@link ProjectClient#describe}. */
    public CompletableFuture<Document> describe() {
        return Calls.start(project::describe);
    }

    /** As {@link ProjectClient#model}. */
    public CompletableFuture<String> model() {
        return Calls.start(project::model);
    }

    /** As {@link ProjectClient#revision}. */
    public CompletableFuture<String> revision() {
        return Calls.start(project::revision);
    }

    /** As {@link ProjectClient#revision}. */
    public CompletableFuture<Document> revision(String id) {
        return Calls.start(() -> project.revision(id));
    }

    /** As {@link ProjectClient#push}. */
    public CompletableFuture<PushedRevision> push(Map<String, String> files, @Nullable String commit, boolean dirty) {
        return Calls.start(() -> project.push(files, commit, dirty));
    }

    /** As {@link ProjectClient#validate}. */
    public CompletableFuture<Document> validate(Path folder) {
        return Calls.start(() -> project.validate(folder));
    }

    /** As {@link ProjectClient#datasets}. */
    public CompletableFuture<List<DatasetInfo>> datasets() {
        return Calls.start(project::datasets);
    }

    /** As {@link ProjectClient#upload}. */
    public CompletableFuture<Upload> upload(Path file, String dataset) {
        return Calls.start(() -> project.upload(file, dataset));
    }

    /** As {@link ProjectClient#uploadForScoring}. */
    public CompletableFuture<Upload> uploadForScoring(Path file) {
        return Calls.start(() -> project.uploadForScoring(file));
    }

    /** As {@link ProjectClient#ingest}. */
    public CompletableFuture<Execution> ingest(String dataset, Path file) {
        return Calls.start(() -> project.ingest(dataset, file));
    }

    /** As {@link ProjectClient#ingest}. */
    public CompletableFuture<Execution> ingest(String dataset, Upload upload) {
        return Calls.start(() -> project.ingest(dataset, upload));
    }

    /** As {@link ProjectClient#materialize}. */
    public CompletableFuture<Execution> materialize(Instant asOf) {
        return Calls.start(() -> project.materialize(asOf));
    }

    /** As {@link ProjectClient#train}. */
    public CompletableFuture<Execution> train(Training training) {
        return Calls.start(() -> project.train(training));
    }

    /** As {@link ProjectClient#trainLocally}. */
    public CompletableFuture<Execution> trainLocally(Training training, ProgressListener listener) {
        return Calls.start(() -> project.trainLocally(training, listener));
    }

    /** As {@link ProjectClient#trainLocally}. */
    public CompletableFuture<Execution> trainLocally(Training training, OwnTrainer own, ProgressListener listener) {
        return Calls.start(() -> project.trainLocally(training, own, listener));
    }

    /** As {@link ProjectClient#deploy}. */
    public CompletableFuture<Execution> deploy(int version) {
        return Calls.start(() -> project.deploy(version));
    }

    /** As {@link ProjectClient#deploy}. */
    public CompletableFuture<Execution> deploy(int version, String alias) {
        return Calls.start(() -> project.deploy(version, alias));
    }

    /** As {@link ProjectClient#score}. */
    public CompletableFuture<Execution> score(Upload upload, String alias) {
        return Calls.start(() -> project.score(upload, alias));
    }

    /** As {@link ProjectClient#score}. */
    public CompletableFuture<Execution> score(Upload upload, int version) {
        return Calls.start(() -> project.score(upload, version));
    }

    /** As {@link ProjectClient#monitor}. */
    public CompletableFuture<Execution> monitor(@Nullable Instant until) {
        return Calls.start(() -> project.monitor(until));
    }

    /** As {@link ProjectClient#start}. */
    public CompletableFuture<Execution> start(String path, Map<String, Object> body, String idempotencyKey) {
        return Calls.start(() -> project.start(path, body, idempotencyKey));
    }

    /** As {@link ProjectClient#executions}. */
    public CompletableFuture<List<Execution>> executions(@Nullable String kind, @Nullable String status, int limit) {
        return Calls.start(() -> project.executions(kind, status, limit));
    }

    /** As {@link ProjectClient#awaitStart}. */
    public CompletableFuture<Execution> awaitStart(String kind, Instant notBefore, Duration atMost) {
        return Calls.start(() -> project.awaitStart(kind, notBefore, atMost));
    }

    /** As {@link ProjectClient#triggers}. */
    public CompletableFuture<List<TriggerInfo>> triggers() {
        return Calls.start(project::triggers);
    }

    /** As {@link ProjectClient#quarantine}. */
    public CompletableFuture<List<Document>> quarantine(String dataset, String ingestionId) {
        return Calls.start(() -> project.quarantine(dataset, ingestionId));
    }

    /** As {@link ProjectClient#onlineFeatures}. */
    public CompletableFuture<Map<String, Map<String, FeatureValue>>> onlineFeatures(
            List<String> features, List<String> entities, Instant time) {
        return Calls.start(() -> project.onlineFeatures(features, entities, time));
    }

    /** As {@link ProjectClient#report}. */
    public CompletableFuture<Document> report(String executionId) {
        return Calls.start(() -> project.report(executionId));
    }

    /** As {@link ProjectClient#reportFiles}. */
    public CompletableFuture<List<RemoteFile>> reportFiles(String executionId) {
        return Calls.start(() -> project.reportFiles(executionId));
    }

    /** As {@link ProjectClient#sql}. */
    public CompletableFuture<Table> sql(String query) {
        return Calls.start(() -> project.sql(query));
    }

    /** As {@link ProjectClient#features}. */
    public CompletableFuture<Table> features(Table entities) {
        return Calls.start(() -> project.features(entities));
    }

    /** As {@link ProjectClient#features}. */
    public CompletableFuture<Table> features(Table entities, FeatureRequest request) {
        return Calls.start(() -> project.features(entities, request));
    }
}
