package dev.tidemill.core.loggedmodel;

import dev.tidemill.core.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Logged models with MLflow's rules: params written once, tags replaced, each metric point kept once, deleted models
 * kept but no longer changed. Deleting a run or an experiment leaves its models as they are. Safe for use by several
 * threads; every write may be repeated.
 *
 * <p>Violations are {@link dev.tidemill.core.failure.ProblemException}s whose codes are MLflow's error codes.
 */
public interface LoggedModels {
    /** Stores a new model, once: when one of this id exists, that one is returned and nothing is written. */
    LoggedModel create(LoggedModel model);

    /** A model with all its metrics, also a deleted one; empty when there is none. */
    Optional<LoggedModel> find(Workspace workspace, String id);

    /** The models of an experiment with all their metrics, newest first, then by id; without deleted ones. */
    List<LoggedModel> ofExperiment(Workspace workspace, String experimentId);

    /**
     * Sets a model's status.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code RESOURCE_DOES_NOT_EXIST} when there is no such model or
     *     it is deleted
     */
    LoggedModel setStatus(Workspace workspace, String id, LoggedModelStatus status);

    /**
     * Sets tags of a model.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code RESOURCE_DOES_NOT_EXIST} when there is no such model or
     *     it is deleted
     */
    LoggedModel setTags(Workspace workspace, String id, Map<String, String> tags);

    /**
     * Removes a tag of a model.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code RESOURCE_DOES_NOT_EXIST} when there is no such model or
     *     tag or the model is deleted
     */
    void deleteTag(Workspace workspace, String id, String key);

    /**
     * Adds params to a model.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code INVALID_PARAMETER_VALUE} when a param would change,
     *     {@code RESOURCE_DOES_NOT_EXIST} when there is no such model or it is deleted
     */
    LoggedModel logParams(Workspace workspace, String id, Map<String, String> params);

    /**
     * Adds points of metrics to a model, to a deleted one too.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code RESOURCE_DOES_NOT_EXIST} when there is no such model
     */
    void recordMetrics(Workspace workspace, String id, List<ModelMetric> points);

    /**
     * Deletes a model; does nothing when it is deleted.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code RESOURCE_DOES_NOT_EXIST} when there is no such model
     */
    void delete(Workspace workspace, String id);
}
