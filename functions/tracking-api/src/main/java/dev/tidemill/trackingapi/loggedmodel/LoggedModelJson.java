package dev.tidemill.trackingapi.loggedmodel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.loggedmodel.LoggedModel;
import dev.tidemill.core.loggedmodel.LoggedModelStatus;
import dev.tidemill.core.loggedmodel.ModelMetric;
import dev.tidemill.trackingapi.wire.Tags;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Logged models as MLflow writes them. */
final class LoggedModelJson {
    /** MLflow's names of states, in the order of their numbers; the first is that of none. */
    static final List<String> STATUSES = List.of(
            "LOGGED_MODEL_STATUS_UNSPECIFIED",
            "LOGGED_MODEL_PENDING",
            "LOGGED_MODEL_READY",
            "LOGGED_MODEL_UPLOAD_FAILED");

    private static final int MOST_POINTS = 10_000;

    private LoggedModelJson() {}

    private record Series(
            String runId,
            String key,
            @Nullable String datasetName,
            @Nullable String datasetDigest) {}

    static ObjectNode of(LoggedModel model, boolean withMetrics) {
        ObjectNode json = Json.object();
        json.set("info", info(model));
        ObjectNode data = json.putObject("data");
        Tags.write(data.putArray("params"), model.params());
        if (withMetrics) {
            ArrayNode metrics = data.putArray("metrics");
            points(model).forEach(point -> metrics.add(of(model.id(), point)));
        }
        return json;
    }

    private static ObjectNode info(LoggedModel model) {
        ObjectNode info = Json.object()
                .put("model_id", model.id())
                .put("experiment_id", model.experimentId())
                .put("name", model.name())
                .put("creation_timestamp_ms", model.createdAt())
                .put("last_updated_timestamp_ms", model.updatedAt())
                .put("artifact_uri", model.artifactUri())
                .put("status", status(model.status()));
        if (model.type() != null) {
            info.put("model_type", model.type());
        }
        if (model.sourceRunId() != null) {
            info.put("source_run_id", model.sourceRunId());
        }
        Tags.write(info.putArray("tags"), model.tags());
        return info;
    }

    private static String status(LoggedModelStatus status) {
        return switch (status) {
            case PENDING -> STATUSES.get(1);
            case READY -> STATUSES.get(2);
            case FAILED -> STATUSES.get(3);
        };
    }

    /** All points where an answer can hold them, else the newest of each run's series. */
    private static Collection<ModelMetric> points(LoggedModel model) {
        if (model.metrics().size() <= MOST_POINTS) {
            return model.metrics();
        }
        Map<Series, ModelMetric> newest = new LinkedHashMap<>();
        for (ModelMetric point : model.metrics()) {
            Series series = new Series(point.runId(), point.key(), point.datasetName(), point.datasetDigest());
            newest.merge(series, point, (a, b) -> ModelOrder.NEWEST_FIRST.compare(a, b) <= 0 ? a : b);
        }
        return newest.values().stream().limit(MOST_POINTS).toList();
    }

    private static ObjectNode of(String modelId, ModelMetric point) {
        ObjectNode json = Json.object().put("key", point.key());
        if (Double.isFinite(point.value())) {
            json.put("value", point.value());
        } else {
            json.put("value", Double.toString(point.value()));
        }
        json.put("timestamp", point.timestamp()).put("step", point.step());
        if (point.datasetName() != null) {
            json.put("dataset_name", point.datasetName());
        }
        if (point.datasetDigest() != null) {
            json.put("dataset_digest", point.datasetDigest());
        }
        return json.put("model_id", modelId).put("run_id", point.runId());
    }
}
