package dev.tidemill.trackingapi.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.tracking.Dataset;
import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.RunLinks;
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
        inputs(json.putObject("inputs"), run.links());
        if (!run.links().modelOutputs().isEmpty()) {
            ArrayNode outputs = json.putObject("outputs").putArray("model_outputs");
            run.links()
                    .modelOutputs()
                    .forEach(output -> outputs.addObject()
                            .put("model_id", output.modelId())
                            .put("step", output.step()));
        }
        return json;
    }

    private static void inputs(ObjectNode json, RunLinks links) {
        if (!links.datasets().isEmpty()) {
            ArrayNode datasets = json.putArray("dataset_inputs");
            links.datasets().forEach(input -> {
                ObjectNode one = datasets.addObject();
                Tags.write(one.putArray("tags"), input.tags());
                one.set("dataset", of(input.dataset()));
            });
        }
        if (!links.modelInputs().isEmpty()) {
            ArrayNode models = json.putArray("model_inputs");
            links.modelInputs().forEach(id -> models.addObject().put("model_id", id));
        }
    }

    private static ObjectNode of(Dataset dataset) {
        ObjectNode json = Json.object()
                .put("name", dataset.name())
                .put("digest", dataset.digest())
                .put("source_type", dataset.sourceType())
                .put("source", dataset.source());
        if (dataset.schema() != null) {
            json.put("schema", dataset.schema());
        }
        if (dataset.profile() != null) {
            json.put("profile", dataset.profile());
        }
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
