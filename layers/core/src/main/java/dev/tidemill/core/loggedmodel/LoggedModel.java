package dev.tidemill.core.loggedmodel;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model as an experiment keeps it, registered or not.
 *
 * @param id {@code m-} and 32 hexadecimal digits
 * @param artifactUri address under which its files lie
 * @param type what the one who logged it calls its kind; null when that was not said
 * @param sourceRunId the run that made it; null when none did
 * @param active false when deleted
 * @param createdAt Unix milliseconds
 * @param updatedAt Unix milliseconds of the last change of its status or its deletion
 * @param params each written once
 * @param metrics all points in the order they were recorded, each once
 */
public record LoggedModel(
        Workspace workspace,
        String id,
        String experimentId,
        String name,
        String artifactUri,
        @Nullable String type,
        @Nullable String sourceRunId,
        LoggedModelStatus status,
        boolean active,
        long createdAt,
        long updatedAt,
        Map<String, String> params,
        Map<String, String> tags,
        List<ModelMetric> metrics) {
    public LoggedModel {
        params = Map.copyOf(params);
        tags = Map.copyOf(tags);
        metrics = List.copyOf(metrics);
    }

    /** This model in another state. */
    public LoggedModel withStatus(LoggedModelStatus newStatus, long now) {
        return new LoggedModel(
                workspace,
                id,
                experimentId,
                name,
                artifactUri,
                type,
                sourceRunId,
                newStatus,
                active,
                createdAt,
                now,
                params,
                tags,
                metrics);
    }

    /** This model, deleted; itself when it is. */
    public LoggedModel deleted(long now) {
        if (!active) {
            return this;
        }
        return new LoggedModel(
                workspace,
                id,
                experimentId,
                name,
                artifactUri,
                type,
                sourceRunId,
                status,
                false,
                createdAt,
                now,
                params,
                tags,
                metrics);
    }

    /**
     * This model with more params.
     *
     * @throws ProblemException {@code INVALID_PARAMETER_VALUE} when a param would change
     */
    public LoggedModel withParams(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(params);
        more.forEach((key, value) -> {
            String old = all.putIfAbsent(key, value);
            if (old != null && !old.equals(value)) {
                throw new ProblemException(
                        "INVALID_PARAMETER_VALUE",
                        "Changing param values is not allowed. Param with key='" + key
                                + "' was already logged with value='" + old + "' for logged model ID='" + id
                                + "'. Attempted logging new value '" + value + "'.");
            }
        });
        return with(all, tags, metrics);
    }

    /** This model with tags set. */
    public LoggedModel withTags(Map<String, String> set) {
        Map<String, String> all = new HashMap<>(tags);
        all.putAll(set);
        return with(params, all, metrics);
    }

    /**
     * This model without a tag.
     *
     * @throws ProblemException {@code RESOURCE_DOES_NOT_EXIST} when it has no such tag
     */
    public LoggedModel withoutTag(String key) {
        if (!tags.containsKey(key)) {
            throw new ProblemException(
                    "RESOURCE_DOES_NOT_EXIST", "No tag with key '" + key + "' found for model with ID '" + id + "'.");
        }
        Map<String, String> rest = new HashMap<>(tags);
        rest.remove(key);
        return with(params, rest, metrics);
    }

    /** This model with points added that it does not have. */
    public LoggedModel withMetrics(List<ModelMetric> points) {
        Set<ModelMetric> all = new LinkedHashSet<>(metrics);
        all.addAll(points);
        return with(params, tags, new ArrayList<>(all));
    }

    /** The failure of naming a model that is not there. */
    public static ProblemException absent(String id) {
        return new ProblemException("RESOURCE_DOES_NOT_EXIST", "Logged model with ID '" + id + "' not found.");
    }

    private LoggedModel with(Map<String, String> newParams, Map<String, String> newTags, List<ModelMetric> newMetrics) {
        return new LoggedModel(
                workspace,
                id,
                experimentId,
                name,
                artifactUri,
                type,
                sourceRunId,
                status,
                active,
                createdAt,
                updatedAt,
                newParams,
                newTags,
                newMetrics);
    }
}
