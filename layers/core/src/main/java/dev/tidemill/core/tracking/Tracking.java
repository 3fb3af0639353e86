package dev.tidemill.core.tracking;

import dev.tidemill.core.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Experiments and runs with MLflow's rules: names unique among all experiments, params written once, metrics append-only
 * and each point kept once. Safe for use by several threads; every write may be repeated.
 *
 * <p>Violations are {@link dev.tidemill.core.failure.ProblemException}s whose codes are MLflow's error codes.
 */
public interface Tracking {
    /**
     * Creates an experiment.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code RESOURCE_ALREADY_EXISTS} when the name is taken
     */
    Experiment createExperiment(
            Workspace workspace, String name, @Nullable String artifactLocation, Map<String, String> tags);

    /** An experiment by id, also a deleted one; empty when there is none. */
    Optional<Experiment> experiment(Workspace workspace, String id);

    /** An experiment by name, also a deleted one; empty when there is none. */
    Optional<Experiment> experimentByName(Workspace workspace, String name);

    /** All experiments, newest first. */
    List<Experiment> experiments(Workspace workspace);

    /**
     * Gives an experiment another name.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code RESOURCE_DOES_NOT_EXIST} when there is no such
     *     experiment, {@code RESOURCE_ALREADY_EXISTS} when the name is taken, {@code INVALID_STATE} when it is deleted
     */
    void renameExperiment(Workspace workspace, String id, String name);

    /**
     * Deletes an experiment and with it all its runs, in one step.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code RESOURCE_DOES_NOT_EXIST} when there is none or it is
     *     deleted, {@code INVALID_PARAMETER_VALUE} for the default experiment
     */
    void deleteExperiment(Workspace workspace, String id);

    /**
     * Restores a deleted experiment and all its runs, in one step.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code RESOURCE_DOES_NOT_EXIST} when there is none or it is not
     *     deleted
     */
    void restoreExperiment(Workspace workspace, String id);

    /**
     * Sets a tag of an experiment.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code RESOURCE_DOES_NOT_EXIST} when there is no such
     *     experiment, {@code INVALID_PARAMETER_VALUE} when it is deleted
     */
    void tagExperiment(Workspace workspace, String id, String key, String value);

    /**
     * Removes a tag of an experiment.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code RESOURCE_DOES_NOT_EXIST} when there is no such
     *     experiment or tag, {@code INVALID_PARAMETER_VALUE} when the experiment is deleted
     */
    void deleteExperimentTag(Workspace workspace, String id, String key);

    /**
     * Stores a new run, once: when one of this id exists, that one is returned and nothing is written.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code RESOURCE_DOES_NOT_EXIST} when there is no such
     *     experiment, {@code INVALID_PARAMETER_VALUE} when it is deleted
     */
    Run createRun(Run run);

    /** A run, also a deleted one; empty when there is none. */
    Optional<Run> run(Workspace workspace, String runId);

    /**
     * The first runs of a search over experiments, deleted ones among them; experiments that do not exist hold none.
     *
     * @param experimentIds may repeat
     * @return at most so many runs as the search says, in its order
     */
    List<Run> searchRuns(Workspace workspace, List<String> experimentIds, RunSearch search);

    /**
     * Changes a run's status, end and name.
     *
     * @param status null to keep
     * @param endTime Unix milliseconds; null to keep
     * @param name null to keep
     * @throws dev.tidemill.core.failure.ProblemException {@code RESOURCE_DOES_NOT_EXIST} when there is no such run
     */
    Run updateRun(
            Workspace workspace, String runId, @Nullable String status, @Nullable Long endTime, @Nullable String name);

    /**
     * Deletes a run, so that it can be restored; does nothing when it is deleted.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code RESOURCE_DOES_NOT_EXIST} when there is no such run
     */
    void deleteRun(Workspace workspace, String runId);

    /**
     * Restores a deleted run; does nothing when it is not deleted.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code RESOURCE_DOES_NOT_EXIST} when there is no such run
     */
    void restoreRun(Workspace workspace, String runId);

    /**
     * Removes a tag of a run.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code RESOURCE_DOES_NOT_EXIST} when there is no such run or tag
     */
    void deleteTag(Workspace workspace, String runId, String key);

    /**
     * Adds metrics, params and tags in this order: params are checked before anything is written.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code INVALID_PARAMETER_VALUE} when a param would change or
     *     the run is deleted, {@code RESOURCE_DOES_NOT_EXIST} when there is no such run
     */
    void log(
            Workspace workspace,
            String runId,
            List<Metric> metrics,
            Map<String, String> params,
            Map<String, String> tags);

    /**
     * Tells what a run read; a dataset or model that it is known to have read stays as it is.
     *
     * @param modelIds logged models
     * @throws dev.tidemill.core.failure.ProblemException {@code RESOURCE_DOES_NOT_EXIST} when there is no such run,
     *     {@code INVALID_PARAMETER_VALUE} when it is deleted
     */
    void logInputs(Workspace workspace, String runId, List<DatasetInput> datasets, List<String> modelIds);

    /**
     * Tells what logged models a run made; a model that it is known to have made stays as it is.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code RESOURCE_DOES_NOT_EXIST} when there is no such run,
     *     {@code INVALID_PARAMETER_VALUE} when it is deleted
     */
    void logOutputs(Workspace workspace, String runId, List<ModelOutput> models);

    /**
     * The points of one metric in the order they were logged; empty when there are none.
     *
     * @param offset of the first point to return
     * @param limit most points to return
     */
    List<Metric> history(Workspace workspace, String runId, String key, int offset, int limit);

    /**
     * A part of the points of one metric in the order they were logged, whose cost does not grow with what came before
     * it. It may be shorter than asked though more follows.
     *
     * @param from where an earlier part ended ({@link MetricPage#next}); empty for the beginning
     * @param limit most points to return, positive
     * @throws dev.tidemill.core.failure.ProblemException {@code INVALID_PARAMETER_VALUE} when {@code from} is no place
     *     that a part of this metric's history ended at
     */
    MetricPage historyPage(Workspace workspace, String runId, String key, String from, int limit);

    /**
     * Points of one metric spread over its steps, among them those of its first and last step in the range, by step and
     * time; all of them when they are not more than asked. The work is bounded however many points there are.
     *
     * @param firstStep of the range; null for the lowest
     * @param lastStep of the range, inclusive; null for the highest
     * @param most points to return, positive
     */
    List<Metric> sampledHistory(
            Workspace workspace, String runId, String key, @Nullable Long firstStep, @Nullable Long lastStep, int most);
}
