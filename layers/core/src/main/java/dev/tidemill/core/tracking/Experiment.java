package dev.tidemill.core.tracking;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A named collection of runs.
 *
 * @param id decimal digits; {@code 0} is the experiment named Default
 * @param artifactLocation address under which its runs keep artifacts, as it was given
 * @param active false when deleted
 */
public record Experiment(
        Workspace workspace,
        String id,
        String name,
        String artifactLocation,
        boolean active,
        Map<String, String> tags,
        Instant createdAt,
        Instant updatedAt) {
    public Experiment {
        tags = Map.copyOf(tags);
    }

    /** Id of the experiment that every workspace has. */
    public static final String DEFAULT_ID = "0";

    /** Name of the experiment that every workspace has. */
    public static final String DEFAULT_NAME = "Default";

    /**
     * This experiment under another name.
     *
     * @throws ProblemException {@code INVALID_STATE} when it is deleted
     */
    public Experiment renamed(String newName, Instant now) {
        if (!active) {
            throw new ProblemException("INVALID_STATE", "Cannot rename a non-active experiment.");
        }
        return new Experiment(workspace, id, newName, artifactLocation, true, tags, createdAt, now);
    }

    /**
     * This experiment, deleted or restored.
     *
     * @throws ProblemException {@code RESOURCE_DOES_NOT_EXIST} when it already is, {@code INVALID_PARAMETER_VALUE} when
     *     it is the default one
     */
    public Experiment withActive(boolean newActive, Instant now) {
        if (active == newActive) {
            throw absent(id);
        }
        if (id.equals(DEFAULT_ID)) {
            throw new ProblemException(
                    "INVALID_PARAMETER_VALUE",
                    "Cannot delete the default experiment '0'. This is an internally reserved experiment.");
        }
        return new Experiment(workspace, id, name, artifactLocation, newActive, tags, createdAt, now);
    }

    /**
     * This experiment with a tag set.
     *
     * @throws ProblemException {@code INVALID_PARAMETER_VALUE} when it is deleted
     */
    public Experiment tagged(String key, String value, Instant now) {
        requireActive();
        Map<String, String> all = new HashMap<>(tags);
        all.put(key, value);
        return new Experiment(workspace, id, name, artifactLocation, true, all, createdAt, now);
    }

    /**
     * This experiment without a tag.
     *
     * @throws ProblemException {@code RESOURCE_DOES_NOT_EXIST} when it has no such tag, {@code INVALID_PARAMETER_VALUE}
     *     when it is deleted
     */
    public Experiment withoutTag(String key, Instant now) {
        requireActive();
        if (!tags.containsKey(key)) {
            throw new ProblemException(
                    "RESOURCE_DOES_NOT_EXIST", "No tag with name: " + key + " in experiment with id " + id);
        }
        Map<String, String> remaining = new HashMap<>(tags);
        remaining.remove(key);
        return new Experiment(workspace, id, name, artifactLocation, true, remaining, createdAt, now);
    }

    /**
     * Refuses a deleted experiment.
     *
     * @throws ProblemException {@code INVALID_PARAMETER_VALUE} when it is deleted
     */
    public void requireActive() {
        if (!active) {
            throw new ProblemException(
                    "INVALID_PARAMETER_VALUE",
                    "The experiment " + id + " must be in the 'active' state. Current state is deleted.");
        }
    }

    /** The failure of naming an experiment that is not there. */
    public static ProblemException absent(String id) {
        return new ProblemException("RESOURCE_DOES_NOT_EXIST", "No Experiment with id=" + id + " exists");
    }

    /** The failure of a name that another experiment, perhaps a deleted one, has. */
    public static ProblemException taken(String name) {
        return new ProblemException("RESOURCE_ALREADY_EXISTS", "Experiment(name=" + name + ") already exists.");
    }
}
