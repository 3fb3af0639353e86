package dev.tidemill.aws.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.RunIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The MLflow calls that a training makes. Requests that fail in a way that may pass are tried again; the server must
 * take repeated writes, as Tidemill's does. Safe for use by several threads.
 */
public final class MlflowClient {
    private static final int METRICS_PER_BATCH = 1000;
    private static final int TEXTS_PER_BATCH = 100;

    private final MlflowEndpoint transport;

    public MlflowClient(MlflowEndpoint transport) {
        this.transport = transport;
    }

    /**
     * A created run.
     *
     * @param id 32 hexadecimal digits
     * @param artifactUri where its artifacts belong
     */
    public record CreatedRun(String id, String experimentId, String artifactUri) {}

    /** The id of the experiment of a name, which is created when there is none. */
    public String experiment(String name) {
        return findExperiment(name).orElseGet(() -> {
            try {
                return transport
                        .post("experiments/create", Json.object().put("name", name))
                        .path("experiment_id")
                        .asText();
            } catch (RuntimeException e) {
                // Another training may have created it in between.
                return findExperiment(name).orElseThrow(() -> e);
            }
        });
    }

    /** A search, because to find nothing is no error there. */
    private Optional<String> findExperiment(String name) {
        ObjectNode search = Json.object().put("filter", "name = '" + name + "'").put("max_results", 1);
        JsonNode found = transport.post("experiments/search", search).path("experiments");
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(found.path(0).path("experiment_id").asText());
    }

    /**
     * Creates the run of a request, once: the same request finds the same run.
     *
     * @param requestId such as the execution's id
     * @param startTime Unix milliseconds
     */
    public CreatedRun createRun(
            String experimentId, String requestId, String name, String user, long startTime, Map<String, String> tags) {
        ObjectNode body = Json.object()
                .put("experiment_id", experimentId)
                .put("run_name", name)
                .put("user_id", user)
                .put("start_time", startTime);
        ArrayNode all = body.putArray("tags");
        all.addObject().put("key", RunIds.REQUEST_TAG).put("value", requestId);
        tags.forEach((key, value) -> all.addObject().put("key", key).put("value", value));
        JsonNode info = transport.post("runs/create", body).path("run").path("info");
        return new CreatedRun(
                info.path("run_id").asText(),
                info.path("experiment_id").asText(),
                info.path("artifact_uri").asText());
    }

    /** Logs any number of metrics, params and tags, in as few requests as MLflow's limits allow. */
    public void log(String runId, List<Metric> metrics, Map<String, String> params, Map<String, String> tags) {
        List<Map.Entry<String, String>> paramsLeft = new ArrayList<>(params.entrySet());
        List<Map.Entry<String, String>> tagsLeft = new ArrayList<>(tags.entrySet());
        List<Metric> metricsLeft = new ArrayList<>(metrics);
        while (!paramsLeft.isEmpty() || !tagsLeft.isEmpty() || !metricsLeft.isEmpty()) {
            ObjectNode body = Json.object().put("run_id", runId);
            int texts = texts(body.putArray("params"), paramsLeft) + texts(body.putArray("tags"), tagsLeft);
            ArrayNode points = body.putArray("metrics");
            List<Metric> batch = metricsLeft.subList(0, Math.min(metricsLeft.size(), METRICS_PER_BATCH - texts));
            batch.forEach(metric -> write(points.addObject(), metric));
            batch.clear();
            transport.post("runs/log-batch", body);
        }
    }

    private static int texts(ArrayNode array, List<Map.Entry<String, String>> left) {
        List<Map.Entry<String, String>> batch = left.subList(0, Math.min(left.size(), TEXTS_PER_BATCH));
        batch.forEach(entry -> array.addObject().put("key", entry.getKey()).put("value", entry.getValue()));
        int size = batch.size();
        batch.clear();
        return size;
    }

    private static void write(ObjectNode point, Metric metric) {
        point.put("key", metric.key());
        if (Double.isFinite(metric.value())) {
            point.put("value", metric.value());
        } else {
            point.put("value", Double.toString(metric.value()));
        }
        point.put("timestamp", metric.timestamp());
        point.put("step", metric.step());
    }

    /**
     * Sets a run's status and end.
     *
     * @param status RUNNING, FINISHED, FAILED or KILLED
     * @param endTime Unix milliseconds; null while it runs
     */
    public void updateRun(String runId, String status, @Nullable Long endTime) {
        ObjectNode body = Json.object().put("run_id", runId).put("status", status);
        if (endTime != null) {
            body.put("end_time", endTime);
        }
        transport.post("runs/update", body);
    }
}
