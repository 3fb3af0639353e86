package dev.tidemill.core.registry;

import dev.tidemill.core.IdSource;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.registry.Registry.Change;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One change of a model as it is put together: the events, and the model and versions as they are after them. A store
 * makes one, lets a decision fill it, and writes it whole or not at all. Used once, by one thread.
 */
public final class RegistryWork {
    /** Most events of one change: with what they change and what they tell the world they fit one transaction. */
    public static final int MOST_EVENTS = 32;

    private static final int MOST_BYTES = 380_000;

    /** The versions that a store has of the model. */
    public interface Versions {
        /** The fields of a version, deleted or not; empty when there never was one of this number. */
        Optional<Map<String, String>> find(int number);

        /** The number of the version that an execution registered; empty when none was. */
        Optional<Integer> ofExecution(String executionId);

        /** The fields of all versions by number, deleted ones included. */
        Map<Integer, Map<String, String>> all();
    }

    private final Workspace workspace;
    private final String name;
    private final RegistryState state;
    private final Versions versions;
    private final Change change;
    private final IdSource ids;
    private final Instant time;
    private final List<RegistryEvent> events = new ArrayList<>();
    private final Map<Integer, Map<String, String>> changedVersions = new TreeMap<>();
    private Map<String, String> model;
    private String lastEventId;

    /**
     * @param name of the model
     * @param state of the model, for which {@code versions} answers
     */
    public RegistryWork(
            Workspace workspace, String name, RegistryState state, Versions versions, Change change, IdSource ids) {
        this.workspace = workspace;
        this.name = name;
        this.state = state;
        this.versions = versions;
        this.change = change;
        this.ids = ids;
        this.model = state.model();
        this.lastEventId = state.lastEventId();
        // A clock that lags behind that of the change before must not make the history run backward.
        this.time = change.time().isBefore(state.lastEventTime()) ? state.lastEventTime() : change.time();
    }

    /** The events in order; empty when nothing is to be written. */
    public List<RegistryEvent> events() {
        return List.copyOf(events);
    }

    /** The state after the events. */
    public RegistryState after() {
        return new RegistryState(model, state.revision() + 1, lastEventId, time);
    }

    /** The state before. */
    public RegistryState before() {
        return state;
    }

    /** The fields of the versions that the events change, by number. */
    public Map<Integer, Map<String, String>> changedVersions() {
        return Map.copyOf(changedVersions);
    }

    /** Who changes it, why and when. */
    public Change change() {
        return change;
    }

    /** When the events happen: now, or when the event before did if that is later. */
    Instant time() {
        return time;
    }

    boolean exists() {
        return !model.isEmpty() && !RegistryFields.deleted(model);
    }

    RegisteredModel model() {
        if (!exists()) {
            throw new ProblemException("NO_SUCH_MODEL", "There is no model '" + name + "'.");
        }
        return RegistryFields.model(workspace, model);
    }

    ModelVersion version(int number) {
        return find(number)
                .orElseThrow(() ->
                        new ProblemException("NO_SUCH_VERSION", "Model '" + name + "' has no version " + number + "."));
    }

    /** A version as it is after the events so far; empty when there is none of this number, or it was deleted. */
    public Optional<ModelVersion> find(int number) {
        return exists()
                ? fields(number)
                        .filter(fields -> !RegistryFields.deleted(fields))
                        .map(fields -> RegistryFields.version(workspace, model, number, fields))
                : Optional.empty();
    }

    Optional<ModelVersion> ofExecution(String executionId) {
        return exists() ? versions.ofExecution(executionId).flatMap(this::find) : Optional.empty();
    }

    /** All versions that there are, by number. */
    List<ModelVersion> all() {
        return new TreeMap<>(versions.all())
                .keySet().stream().map(this::find).flatMap(Optional::stream).toList();
    }

    /** The fields of the model; change a copy and hand it to {@link #write}. */
    Map<String, String> modelFields() {
        return new HashMap<>(model);
    }

    /** The fields of a version; change a copy and hand it to {@link #write}. */
    Map<String, String> versionFields(int number) {
        return new HashMap<>(fields(number).orElse(Map.of()));
    }

    private Optional<Map<String, String>> fields(int number) {
        Map<String, String> changed = changedVersions.get(number);
        return changed == null ? versions.find(number) : Optional.of(changed);
    }

    /** Adds an event about the model alone. */
    void write(String type, Map<String, String> nextModel) {
        write(type, null, null, nextModel, Map.of());
    }

    /** Adds an event about a version that leaves the model as it is. */
    void write(String type, int number, Map<String, String> nextVersion) {
        write(type, number, null, model, nextVersion);
    }

    /**
     * Adds an event.
     *
     * @param nextVersion all fields of the version since; not looked at when {@code number} is null
     */
    void write(
            String type,
            @Nullable Integer number,
            @Nullable String alias,
            Map<String, String> nextModel,
            Map<String, String> nextVersion) {
        Map<String, String> before = new HashMap<>();
        Map<String, String> after = new HashMap<>();
        differ(RegistryProjection.MODEL, model, nextModel, before, after);
        if (number != null) {
            Map<String, String> stored = fields(number).orElse(Map.of());
            if (!stored.equals(nextVersion)) {
                differ(RegistryProjection.VERSION, stored, nextVersion, before, after);
                requireFits("Version " + number + " of model '" + name + "'", nextVersion);
                changedVersions.put(number, Map.copyOf(nextVersion));
            }
        }
        requireFits("Model '" + name + "'", nextModel);
        model = Map.copyOf(nextModel);
        note(type, number, alias, before, after);
    }

    /** Adds an event that changes nothing, to keep what is told of elsewhere. */
    void note(String type, int number, Map<String, String> told) {
        note(type, number, null, Map.of(), told);
    }

    private void note(
            String type,
            @Nullable Integer number,
            @Nullable String alias,
            Map<String, String> before,
            Map<String, String> after) {
        Map<String, String> both = new HashMap<>(after);
        before.forEach((field, value) -> both.put(field + " before", value));
        requireFits("This change of model '" + name + "'", both);
        if (events.size() == MOST_EVENTS) {
            throw new ProblemException(
                    "CHANGE_TOO_LARGE",
                    "This change of model '" + name + "' is more than " + MOST_EVENTS
                            + " single ones: make it in parts.");
        }
        String id = ids.next(time);
        lastEventId = id.compareTo(lastEventId) > 0 ? id : Ulid.after(lastEventId);
        Map<String, Integer> aliases = new HashMap<>();
        if (!RegistryFields.deleted(model)) {
            RegistryFields.below(model, RegistryFields.ALIAS)
                    .forEach((one, names) -> aliases.put(one, Integer.valueOf(names)));
        }
        events.add(new RegistryEvent(
                lastEventId,
                model.getOrDefault(RegistryFields.NAME, name),
                type,
                number,
                alias,
                change.who(),
                change.why(),
                change.request(),
                time,
                before,
                after,
                aliases));
    }

    private static void differ(
            String prefix,
            Map<String, String> old,
            Map<String, String> next,
            Map<String, String> before,
            Map<String, String> after) {
        for (String field : RegistryFields.changed(old, next)) {
            if (old.containsKey(field)) {
                before.put(prefix + field, old.get(field));
            }
            if (next.containsKey(field)) {
                after.put(prefix + field, next.get(field));
            }
        }
    }

    private static void requireFits(String what, Map<String, String> fields) {
        long bytes = 0;
        for (Map.Entry<String, String> field : fields.entrySet()) {
            bytes += field.getKey().length() + field.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > MOST_BYTES) {
            throw new ProblemException(
                    "RECORD_TOO_LARGE",
                    what + " would be recorded in " + bytes + " bytes, tags, description and card together: expected"
                            + " at most " + MOST_BYTES + ".");
        }
    }
}
