package dev.tidemill.core.registry;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Registered models and their versions. Every change appends its events in the transaction that makes it, and nothing
 * is appended by a change that changes nothing. A change of something that is not there is refused with a
 * {@link dev.tidemill.core.failure.ProblemException}: {@code NO_SUCH_MODEL} or {@code NO_SUCH_VERSION}; one that the
 * role of whoever asks does not allow, with {@code ROLE_NEEDED}. Safe for use by several threads.
 */
public interface Registry {
    /**
     * Who changes something, why and when.
     *
     * @param who the principal or execution that asks; see {@link #isKnown}
     * @param why in words; empty when nothing is said
     * @param request correlation id
     * @param role what {@code who} may do in the workspace
     * @param causes ids of the executions and events that brought it about
     * @param told what the published event says beside what the registry knows, by field
     */
    record Change(
            String who,
            String why,
            String request,
            Instant time,
            Role role,
            List<String> causes,
            Map<String, String> told) {
        public Change {
            causes = List.copyOf(causes);
            told = Map.copyOf(told);
        }

        /** A change by one who may do everything. */
        public Change(String who, String why, String request, Instant time) {
            this(who, why, request, time, Role.ADMINISTER, List.of(), Map.of());
        }

        /** The same change by one who may do less. */
        public Change as(Role limited) {
            return new Change(who, why, request, time, limited, causes, told);
        }

        /** The same change with what brought it about and what is told of it. */
        public Change because(List<String> causedBy, Map<String, String> tells) {
            return new Change(who, why, request, time, role, causedBy, tells);
        }
    }

    /** Principals that stand for whoever calls where nobody is told apart. */
    Set<String> ANYBODY = Set.of("", "anonymous", "local");

    /**
     * Tells whether a principal is someone. Rules that need two different people do not hold for those that are not: on
     * a machine where nobody is told apart everybody is the same caller.
     */
    static boolean isKnown(@Nullable String who) {
        return who != null && !ANYBODY.contains(who);
    }

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
     * Gives a model another name. Its versions, aliases and history go with it; the history of the old name until now
     * can still be asked for.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code MODEL_EXISTS} when there is one of the new name
     */
    void renameModel(Workspace workspace, String model, String newName, Change change);

    /** Sets the description of a model. */
    void describeModel(Workspace workspace, String model, String description, Change change);

    /** Sets a tag of a model, or deletes it when the value is null. */
    void tagModel(Workspace workspace, String model, String key, @Nullable String value, Change change);

    /**
     * Sets what an alias of a model demands of the versions that it names; the rules of other aliases stay as they are.
     *
     * @param rule null for an alias that is free
     */
    void ruleAlias(Workspace workspace, String model, String alias, @Nullable AliasRule rule, Change change);

    /** Deletes a model with its versions and aliases. Its history can still be asked for by its name. */
    void deleteModel(Workspace workspace, String model, Change change);

    /**
     * Creates the next version of a model, and the model when it is new. A version whose execution id was registered
     * before is returned as it is: registration is keyed by the execution. One without execution id is always another.
     *
     * @param draft its number is ignored
     */
    ModelVersion createVersion(ModelVersion draft, Change change);

    /** A version; empty when there is none of this number, or it was deleted. */
    Optional<ModelVersion> version(Workspace workspace, String model, int number);

    /** The versions of a model, newest first; empty when there are none. */
    List<ModelVersion> versions(Workspace workspace, String model);

    /** Sets the description of a version. */
    void describeVersion(Workspace workspace, String model, int number, String description, Change change);

    /** Sets a tag of a version, or deletes it when the value is null. */
    void tagVersion(Workspace workspace, String model, int number, String key, @Nullable String value, Change change);

    /**
     * Fills in what the record of an imported version lacks. What it has stays, and nothing is asked of a version that
     * lacks nothing.
     *
     * @param known signature, sha256 or owner, and facts with {@code fact.} before their names
     */
    void recordVersion(Workspace workspace, String model, int number, Map<String, String> known, Change change);

    /** Replaces the card of a version; what it was stays in the history. */
    void editCard(Workspace workspace, String model, int number, ModelCard card, Change change);

    /**
     * Deletes a version: drops the aliases that name it, and its source, run and description. Its number is never given
     * again.
     */
    void deleteVersion(Workspace workspace, String model, int number, Change change);

    /** The version that an alias names; empty when the model has no such alias. */
    Optional<ModelVersion> byAlias(Workspace workspace, String model, String alias);

    /**
     * Points an alias at a version.
     *
     * @return the number it pointed at before; empty when it was new
     * @throws dev.tidemill.core.failure.ProblemException {@code TRAINED_VERSION_NEEDED}, {@code INCOMPLETE_VERSION} or
     *     {@code APPROVAL_NEEDED} when the alias is guarded and the version was imported, its record is not complete, or
     *     nobody but its author approves
     */
    Optional<Integer> moveAlias(Workspace workspace, String model, String alias, int number, Change change);

    /** Removes an alias; does nothing when there is none. */
    void deleteAlias(Workspace workspace, String model, String alias, Change change);

    /**
     * Changes a version's status.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code NO_SUCH_TRANSITION} when the status cannot be changed so,
     *     {@code APPROVAL_NEEDED} when it would go into production and nobody but its author approves,
     *     {@code INCOMPLETE_VERSION} when it would go into staging or production, an alias of the model has a rule and
     *     the version's record is not complete
     */
    void changeStatus(Workspace workspace, String model, int number, VersionStatus status, Change change);

    /** As {@link #changeStatus}, archiving every other version that has the status, in the same transaction. */
    void replaceStatus(Workspace workspace, String model, int number, VersionStatus status, Change change);

    /**
     * Points an alias at a version, puts the version into production and archives the one that the alias named before,
     * in one transaction.
     *
     * @return the number the alias pointed at before, the same when it pointed at this version; empty when it was new
     */
    Optional<Integer> promote(Workspace workspace, String model, String alias, int number, Change change);

    /**
     * Says that a version may go into production.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code OWN_VERSION} when it is the version's author who says so
     */
    void approve(Workspace workspace, String model, int number, Change change);

    /** Everything that happened to a model, oldest first; empty when there never was one of this name. */
    List<RegistryEvent> history(Workspace workspace, String model);

    /**
     * A page of what happened to a model, newest first.
     *
     * @param limit most events of the page, from 1
     * @param before id of the last event of the page before; null for the first page
     */
    HistoryPage history(Workspace workspace, String model, int limit, @Nullable String before);

    /**
     * @param next what the next page is asked with; null when this is the last
     */
    record HistoryPage(List<RegistryEvent> events, @Nullable String next) {
        public HistoryPage {
            events = List.copyOf(events);
        }
    }

    /**
     * The version that an alias of a model named at a time.
     *
     * @param model the name it had then, or has now
     * @return empty when there was no such alias then
     */
    Optional<Integer> aliasAt(Workspace workspace, String model, String alias, Instant time);

    /** What another workspace needs to take a version over. */
    VersionExport export(Workspace workspace, String model, int number);

    /**
     * Takes a version over, with what happened to it, as the next version of a model. The files of its bundle are copied
     * before, by whoever asks.
     *
     * @param bundleKey where they are now; empty when it has none
     */
    ModelVersion importVersion(
            Workspace workspace, String model, VersionExport exported, String bundleKey, Change change);

    /**
     * Folds the events of a model again and compares the result with what is stored.
     *
     * @param repair whether what differs is replaced by what the events say
     */
    Rebuilt rebuild(Workspace workspace, String model, boolean repair);

    /**
     * What rebuilding found.
     *
     * @param differences such as {@code version 3, status: stored Draft, by its events Candidate}; empty when all is
     *     equal
     */
    record Rebuilt(String model, int events, int versions, List<String> differences) {
        public Rebuilt {
            differences = List.copyOf(differences);
        }
    }
}
