package dev.tidemill.trackingapi.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.trackingapi.wire.Tags;
import java.util.Comparator;

/** Runs and metrics as MLflow writes them. */
final class RunJson {
    private RunJson() {}

    static ObjectNode of(Run run) {
        ObjectNode json = Json.object();
        json.set("info", info(run));
        ObjectNode data = json.putObject("data");
        ArrayNode metrics = data.putArray("metrics");
        run.metrics().values().stream()
                .sorted(Comparator.comparing(Metric::key))
                .forEach(metric -> metrics.add(of(metric)));
        Tags.write(data.putArray("params"), run.params());
        Tags.write(data.putArray("tags"), run.tags());
        json.putObject("inputs");
        return json;
    }

    static ObjectNode info(Run run) {
        ObjectNode info = Json.object()
                .put("run_uuid", run.id())
                .put("experiment_id", run.experimentId())
                .put("run_name", run.name())
                .put("user_id", run.user())
                .put("status", run.status())
                .put("start_time", run.startTime());
        if (run.endTime() != null) {
            info.put("end_time", run.endTime());
        }
        return info.put("artifact_uri", run.artifactUri())
                .put("lifecycle_stage", run.active() ? "active" : "deleted")
                .put("run_id", run.id());
    }

    static ObjectNode of(Metric metric) {
        ObjectNode json = Json.object().put("key", metric.key());
        if (Double.isFinite(metric.value())) {
            json.put("value", metric.value());
        } else {
            json.put("value", Double.toString(metric.value()));
        }
        return json.put("timestamp", metric.timestamp()).put("step", metric.step());
    }
}
