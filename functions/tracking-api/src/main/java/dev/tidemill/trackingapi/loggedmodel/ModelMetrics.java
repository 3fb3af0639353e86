package dev.tidemill.trackingapi.loggedmodel;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.loggedmodel.LoggedModel;
import dev.tidemill.core.loggedmodel.LoggedModels;
import dev.tidemill.core.loggedmodel.ModelMetric;
import dev.tidemill.core.tracking.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings the points that a run logs, and that name a logged model, to that model too. */
public final class ModelMetrics {
    private final LoggedModels models;

    public ModelMetrics(LoggedModels models) {
        this.models = models;
    }

    /**
     * Refuses points of models that are not there, before anything is written.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code RESOURCE_DOES_NOT_EXIST} when there is no such model
     */
    public void require(Workspace workspace, List<Metric> points) {
        for (String id : byModel("", points).keySet()) {
            if (models.find(workspace, id).isEmpty()) {
                throw LoggedModel.absent(id);
            }
        }
    }

    /**
     * Adds the points that name a model to it.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code RESOURCE_DOES_NOT_EXIST} when there is no such model
     */
    public void record(Workspace workspace, String runId, List<Metric> points) {
        byModel(runId, points).forEach((id, ofModel) -> models.recordMetrics(workspace, id, ofModel));
    }

    private static Map<String, List<ModelMetric>> byModel(String runId, List<Metric> points) {
        Map<String, List<ModelMetric>> byModel = new LinkedHashMap<>();
        for (Metric point : points) {
            String id = point.modelId();
            if (id != null) {
                byModel.computeIfAbsent(id, k -> new ArrayList<>())
                        .add(new ModelMetric(
                                runId,
                                point.key(),
                                point.value(),
                                point.timestamp(),
                                point.step(),
                                point.datasetName(),
                                point.datasetDigest()));
            }
        }
        return byModel;
    }
}
