package dev.tidemill.client;

import dev.tidemill.client.engine.InferRequest;
import dev.tidemill.client.engine.Leak;
import dev.tidemill.client.engine.Preview;
import dev.tidemill.client.engine.Scope;
import dev.tidemill.client.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A client whose calls give futures: what {@link TidemillClient} does, each call on a thread of its own. A future fails with
 * the exception that the call would throw; cancelling it interrupts the call, and never what runs remotely. Immutable,
 * safe for use by several threads.
 */
public final class AsyncTidemillClient {
    private final TidemillClient client;

    AsyncTidemillClient(TidemillClient client) {
        this.client = client;
    }

    /** One project, whether it exists yet or not; nothing is sent. */
    public AsyncProjectClient project(String name) {
        return new AsyncProjectClient(client.project(name));
    }

    /** One registered model, whether it exists yet or not; nothing is sent. */
    public AsyncModelClient model(String name) {
        return new AsyncModelClient(client.model(name));
    }

    /** The runs of trainings. */
    public AsyncTrackingClient tracking() {
        return new AsyncTrackingClient(client.tracking());
    }

    /** As {@link TidemillClient#info}. */
    public CompletableFuture<ServiceInfo> info() {
        return Calls.start(client::info);
    }

    /** As {@link TidemillClient#projects}. */
    public CompletableFuture<List<String>> projects() {
        return Calls.start(client::projects);
    }

    /** As {@link TidemillClient#push}. */
    public CompletableFuture<PushedRevision> push(Path folder) {
        return Calls.start(() -> client.push(folder));
    }

    /** As {@link TidemillClient#push}. */
    public CompletableFuture<PushedRevision> push(Path folder, UnaryOperator<String> change) {
        return Calls.start(() -> client.push(folder, change));
    }

    /** As {@link TidemillClient#push}. */
    public CompletableFuture<PushedRevision> push(Path folder, String yaml) {
        return Calls.start(() -> client.push(folder, yaml));
    }

    /** As {@link TidemillClient#leaks}. */
    public CompletableFuture<List<Leak>> leaks(Path folder, int sample, Consumer<String> progress) {
        return Calls.start(() -> client.leaks(folder, sample, progress));
    }

    /** As {@link TidemillClient#preview}. */
    public CompletableFuture<Preview> preview(Path folder) {
        return Calls.start(() -> client.preview(folder));
    }

    /** As {@link TidemillClient#validate}. */
    public CompletableFuture<Document> validate(Path folder) {
        return Calls.start(() -> client.validate(folder));
    }

    /** As {@link TidemillClient#models}. */
    public CompletableFuture<List<ModelInfo>> models() {
        return Calls.start(client::models);
    }

    /** As {@link TidemillClient#execution}. */
    public CompletableFuture<Execution> execution(String id) {
        return Calls.start(() -> client.execution(id));
    }

    /** As {@link TidemillClient#history}. */
    public CompletableFuture<List<HistoryEvent>> history(String executionId) {
        return Calls.start(() -> client.history(executionId));
    }

    /** As {@link TidemillClient#cancel}. */
    public CompletableFuture<Execution> cancel(String executionId) {
        return Calls.start(() -> client.cancel(executionId));
    }

    /** As {@link TidemillClient#await}. */
    public CompletableFuture<Execution> await(Execution execution, ProgressListener listener) {
        return Calls.start(() -> client.await(execution, listener));
    }

    /** As {@link TidemillClient#await}. */
    public CompletableFuture<Execution> await(String executionId, Duration atMost, ProgressListener listener) {
        return Calls.start(() -> client.await(executionId, atMost, listener));
    }

    /** As {@link TidemillClient#logs}. */
    public CompletableFuture<List<LogLine>> logs(String executionId, @Nullable Instant after, int limit) {
        return Calls.start(() -> client.logs(executionId, after, limit));
    }

    /** As {@link TidemillClient#scoringResults}. */
    public CompletableFuture<byte[]> scoringResults(String executionId) {
        return Calls.start(() -> client.scoringResults(executionId));
    }

    /** As {@link TidemillClient#download}. */
    public CompletableFuture<Void> download(RemoteFile file, Path to) {
        return Calls.run(() -> client.download(file, to));
    }

    /** As {@link TidemillClient#lineage}. */
    public CompletableFuture<Lineage> lineage(String predictionId, @Nullable String model) {
        return Calls.start(() -> client.lineage(predictionId, model));
    }

    /** As {@link TidemillClient#metrics}. */
    public CompletableFuture<List<String>> metrics(String runId) {
        return Calls.start(() -> client.metrics(runId));
    }

    /** As {@link TidemillClient#metric}. */
    public CompletableFuture<List<MetricPoint>> metric(String runId, String name) {
        return Calls.start(() -> client.metric(runId, name));
    }

    /** As {@link TidemillClient#sql}. */
    public CompletableFuture<Table> sql(String query) {
        return Calls.start(() -> client.sql(query));
    }

    /** As {@link TidemillClient#sql}. */
    public CompletableFuture<Table> sql(String query, Scope scope) {
        return Calls.start(() -> client.sql(query, scope));
    }

    /** As {@link TidemillClient#inferProject}. */
    public CompletableFuture<Map<String, String>> inferProject(Path csv, InferRequest request) {
        return Calls.start(() -> client.inferProject(csv, request));
    }
}
