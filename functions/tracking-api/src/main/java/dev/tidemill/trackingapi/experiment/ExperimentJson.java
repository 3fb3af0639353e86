package dev.tidemill.trackingapi.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.tracking.Experiment;
import dev.tidemill.trackingapi.wire.Tags;

/** Experiments as MLflow writes them. */
final class ExperimentJson {
    private ExperimentJson() {}

    static ObjectNode of(Experiment experiment) {
        ObjectNode json = Json.object()
                .put("experiment_id", experiment.id())
                .put("name", experiment.name())
                .put("artifact_location", experiment.artifactLocation())
                .put("lifecycle_stage", experiment.active() ? "active" : "deleted")
                .put("last_update_time", experiment.updatedAt().toEpochMilli())
                .put("creation_time", experiment.createdAt().toEpochMilli());
        Tags.write(json.putArray("tags"), experiment.tags());
        return json;
    }
}
