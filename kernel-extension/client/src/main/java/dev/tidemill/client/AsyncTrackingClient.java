package dev.tidemill.client;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The runs of trainings, as {@link TrackingClient}, with futures as those of {@link AsyncTidemillClient}.
 */
public final class AsyncTrackingClient {
    private final TrackingClient tracking;

    AsyncTrackingClient(TrackingClient tracking) {
        this.tracking = tracking;
    }

    /** As {@link TrackingClient#experiments}. */
    public CompletableFuture<Map<String, String>> experiments() {
        return Calls.start(tracking::experiments);
    }

    /** As {@link TrackingClient#runs}. */
    public CompletableFuture<List<RunInfo>> runs(String project, int limit) {
        return Calls.start(() -> tracking.runs(project, limit));
    }

    /** As {@link TrackingClient#runs}. */
    public CompletableFuture<List<RunInfo>> runs(String project, String filter, List<String> orderBy, int limit) {
        return Calls.start(() -> tracking.runs(project, filter, orderBy, limit));
    }

    /** As {@link TrackingClient#run}. */
    public CompletableFuture<RunInfo> run(String runId) {
        return Calls.start(() -> tracking.run(runId));
    }

    /** As {@link TrackingClient#metrics}. */
    public CompletableFuture<List<String>> metrics(String runId) {
        return Calls.start(() -> tracking.metrics(runId));
    }

    /** As {@link TrackingClient#metric}. */
    public CompletableFuture<List<MetricPoint>> metric(String runId, String name) {
        return Calls.start(() -> tracking.metric(runId, name));
    }

    /** As {@link TrackingClient#artifacts}. */
    public CompletableFuture<List<String>> artifacts(String runId, String folder) {
        return Calls.start(() -> tracking.artifacts(runId, folder));
    }
}
