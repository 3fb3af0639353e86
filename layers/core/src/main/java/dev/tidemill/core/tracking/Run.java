package dev.tidemill.core.tracking;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run with the newest value of each metric.
 *
 * @param id 32 hexadecimal digits
 * @param status RUNNING, SCHEDULED, FINISHED, FAILED or KILLED
 * @param startTime Unix milliseconds
 * @param endTime Unix milliseconds; null while it runs
 * @param active false when deleted
 * @param metrics by key: the value with the greatest (step, timestamp, value)
 * @param links what it read and made
 */
public record Run(
        Workspace workspace,
        String id,
        String experimentId,
        String name,
        String user,
        String status,
        long startTime,
        @Nullable Long endTime,
        String artifactUri,
        boolean active,
        Map<String, Metric> metrics,
        Map<String, String> params,
        Map<String, String> tags,
        RunLinks links) {
    public Run {
        metrics = Map.copyOf(metrics);
        params = Map.copyOf(params);
        tags = Map.copyOf(tags);
    }

    /** A run without links. */
    public Run(
            Workspace workspace,
            String id,
            String experimentId,
            String name,
            String user,
            String status,
            long startTime,
            @Nullable Long endTime,
            String artifactUri,
            boolean active,
            Map<String, Metric> metrics,
            Map<String, String> params,
            Map<String, String> tags) {
        this(
                workspace,
                id,
                experimentId,
                name,
                user,
                status,
                startTime,
                endTime,
                artifactUri,
                active,
                metrics,
                params,
                tags,
                RunLinks.NONE);
    }

    /** The tag that mirrors a run's name, whichever of both is set. */
    public static final String NAME_TAG = "mlflow.runName";

    /** Tells which of a key's points is its value: the greatest. NaN counts as 0. */
    public static final Comparator<Metric> NEWEST = Comparator.comparingLong(Metric::step)
            .thenComparingLong(Metric::timestamp)
            .thenComparingDouble(metric -> Double.isNaN(metric.value()) ? 0 : metric.value());

    /**
     * This run with more logged.
     *
     * @throws ProblemException {@code INVALID_PARAMETER_VALUE} when a param would change or the run is deleted
     */
    public Run logged(Collection<Metric> points, Map<String, String> newParams, Map<String, String> newTags) {
        requireActive();
        Map<String, String> allParams = new HashMap<>(params);
        newParams.forEach((key, value) -> {
            String old = allParams.putIfAbsent(key, value);
            if (old != null && !old.equals(value)) {
                throw new ProblemException(
                        "INVALID_PARAMETER_VALUE",
                        "Changing param values is not allowed. Param with key='" + key
                                + "' was already logged with value='" + old + "' for run ID='" + id
                                + "'. Attempted logging new value '" + value + "'.");
            }
        });
        Map<String, Metric> latest = new HashMap<>(metrics);
        for (Metric point : points) {
            latest.merge(point.key(), point, (a, b) -> NEWEST.compare(a, b) >= 0 ? a : b);
        }
        Map<String, String> allTags = new HashMap<>(tags);
        allTags.putAll(newTags);
        return new Run(
                workspace,
                id,
                experimentId,
                newTags.getOrDefault(NAME_TAG, name),
                user,
                status,
                startTime,
                endTime,
                artifactUri,
                active,
                latest,
                allParams,
                allTags,
                links);
    }

    /**
     * This run with another status, end or name; null keeps what is.
     *
     * @throws ProblemException {@code INVALID_PARAMETER_VALUE} when the run is deleted
     */
    public Run updated(@Nullable String newStatus, @Nullable Long newEndTime, @Nullable String newName) {
        requireActive();
        Map<String, String> allTags = new HashMap<>(tags);
        if (newName != null) {
            allTags.put(NAME_TAG, newName);
        }
        return new Run(
                workspace,
                id,
                experimentId,
                newName == null ? name : newName,
                user,
                newStatus == null ? status : newStatus,
                startTime,
                newEndTime == null ? endTime : newEndTime,
                artifactUri,
                active,
                metrics,
                params,
                allTags,
                links);
    }

    /**
     * This run without a tag.
     *
     * @throws ProblemException {@code RESOURCE_DOES_NOT_EXIST} when it has no such tag, {@code INVALID_PARAMETER_VALUE}
     *     when the run is deleted
     */
    public Run withoutTag(String key) {
        requireActive();
        if (!tags.containsKey(key)) {
            throw new ProblemException("RESOURCE_DOES_NOT_EXIST", "No tag with name: " + key + " in run with id " + id);
        }
        Map<String, String> remaining = new HashMap<>(tags);
        remaining.remove(key);
        return new Run(
                workspace,
                id,
                experimentId,
                name,
                user,
                status,
                startTime,
                endTime,
                artifactUri,
                active,
                metrics,
                params,
                remaining,
                links);
    }

    /** This run, deleted or restored. */
    public Run withActive(boolean newActive) {
        return new Run(
                workspace,
                id,
                experimentId,
                name,
                user,
                status,
                startTime,
                endTime,
                artifactUri,
                newActive,
                metrics,
                params,
                tags,
                links);
    }

    /**
     * This run with more links; what it has already stays as it is.
     *
     * @throws ProblemException {@code INVALID_PARAMETER_VALUE} when the run is deleted
     */
    public Run linked(List<DatasetInput> datasets, List<String> modelInputs, List<ModelOutput> modelOutputs) {
        requireActive();
        return new Run(
                workspace,
                id,
                experimentId,
                name,
                user,
                status,
                startTime,
                endTime,
                artifactUri,
                active,
                metrics,
                params,
                tags,
                links.with(datasets, modelInputs, modelOutputs));
    }

    private void requireActive() {
        if (!active) {
            throw new ProblemException(
                    "INVALID_PARAMETER_VALUE",
                    "The run " + id + " must be in the 'active' state. Current state is deleted.");
        }
    }

    /** The failure of naming a run that is not there, in the words of both of MLflow's own stores. */
    public static ProblemException absent(String id) {
        return new ProblemException(
                "RESOURCE_DOES_NOT_EXIST", "Run '" + id + "' not found: Run with id=" + id + " not found");
    }
}
