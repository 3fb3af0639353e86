package dev.tidemill.core.registry;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Registered models and their versions. Every change appends its event in the transaction that makes it. Safe for use
 * by several threads.
 */
public interface Registry {
    /** Who changes something, why and when. */
    record Change(String who, String why, String request, Instant time) {}

    /**
     * Creates a registered model.
     *
     * @return false when one of this name exists; it is left as it is
     */
    boolean createModel(Workspace workspace, String model, String description, Map<String, String> tags, Change change);

    /** A model; empty when there is none of this name. */
    Optional<RegisteredModel> model(Workspace workspace, String model);

    /** All models of a workspace by name; empty when there are none. */
    List<RegisteredModel> models(Workspace workspace);

    /**
     * Creates the next version of a model, and the model when it is new. A version whose execution id was registered
     * before is returned as it is: registration is keyed by the execution.
     *
     * @param draft its number is ignored
     */
    ModelVersion createVersion(ModelVersion draft, Change change);

    /** A version; empty when there is none of this number. */
    Optional<ModelVersion> version(Workspace workspace, String model, int number);

    /** The versions of a model, newest first; empty when there are none. */
    List<ModelVersion> versions(Workspace workspace, String model);

    /** The version that an alias names; empty when the model has no such alias. */
    Optional<ModelVersion> byAlias(Workspace workspace, String model, String alias);

    /**
     * Points an alias at a version.
     *
     * @return the number it pointed at before; empty when it was new
     * @throws dev.tidemill.core.failure.ProblemException {@code NO_SUCH_VERSION} when there is no such version
     */
    Optional<Integer> moveAlias(Workspace workspace, String model, String alias, int number, Change change);

    /** Removes an alias; does nothing when there is none. */
    void deleteAlias(Workspace workspace, String model, String alias, Change change);

    /** Sets a tag of a version; does nothing else. */
    void tagVersion(Workspace workspace, String model, int number, String key, String value, Change change);

    /** Sets a version's status (Draft, Candidate, Staging, Production, Archived, Rejected). */
    void changeStatus(Workspace workspace, String model, int number, String status, Change change);

    /** Everything that happened to a model, oldest first; empty when there is no such model. */
    List<RegistryEvent> history(Workspace workspace, String model);
}
