package dev.tidemill.core.registry;

import dev.tidemill.core.IdSource;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Registered models in memory. */
public final class InMemoryRegistry implements Registry {
    private record Name(Workspace workspace, String model) {}

    private final IdSource ids = new Ulid();
    private final Map<Name, RegisteredModel> models = new HashMap<>();
    private final Map<Name, TreeMap<Integer, ModelVersion>> versions = new HashMap<>();
    private final Map<Name, List<RegistryEvent>> events = new HashMap<>();

    @Override
    public synchronized boolean createModel(
            Workspace workspace, String model, String description, Map<String, String> tags, Change change) {
        Name name = new Name(workspace, model);
        if (models.containsKey(name)) {
            return false;
        }
        models.put(
                name,
                new RegisteredModel(workspace, model, description, 0, Map.of(), tags, change.time(), change.time()));
        note(name, "ModelCreated", null, null, change, null, null);
        return true;
    }

    @Override
    public synchronized Optional<RegisteredModel> model(Workspace workspace, String model) {
        return Optional.ofNullable(models.get(new Name(workspace, model)));
    }

    @Override
    public synchronized List<RegisteredModel> models(Workspace workspace) {
        return models.values().stream()
                .filter(m -> m.workspace().equals(workspace))
                .sorted(Comparator.comparing(RegisteredModel::name))
                .toList();
    }

    @Override
    public synchronized ModelVersion createVersion(ModelVersion draft, Change change) {
        createModel(draft.workspace(), draft.model(), "", Map.of(), change);
        Name name = new Name(draft.workspace(), draft.model());
        TreeMap<Integer, ModelVersion> all = versions.computeIfAbsent(name, n -> new TreeMap<>());
        for (ModelVersion version : all.values()) {
            if (version.executionId().equals(draft.executionId())) {
                return version;
            }
        }
        RegisteredModel model = model(draft.workspace(), draft.model()).orElseThrow();
        int number = model.latestVersion() + 1;
        ModelVersion created = new ModelVersion(
                draft.workspace(),
                draft.model(),
                number,
                draft.executionId(),
                draft.runId(),
                draft.bundleKey(),
                draft.manifest(),
                draft.card(),
                draft.status(),
                draft.tags(),
                draft.createdAt(),
                draft.updatedAt(),
                draft.createdBy());
        all.put(number, created);
        put(model, number, model.aliases(), change);
        note(name, "VersionCreated", number, null, change, null, null);
        return created;
    }

    @Override
    public synchronized Optional<ModelVersion> version(Workspace workspace, String model, int number) {
        return Optional.ofNullable(versions.get(new Name(workspace, model))).map(all -> all.get(number));
    }

    @Override
    public synchronized List<ModelVersion> versions(Workspace workspace, String model) {
        TreeMap<Integer, ModelVersion> all = versions.get(new Name(workspace, model));
        return all == null ? List.of() : List.copyOf(all.descendingMap().values());
    }

    @Override
    public synchronized Optional<ModelVersion> byAlias(Workspace workspace, String model, String alias) {
        return model(workspace, model)
                .map(m -> m.aliases().get(alias))
                .flatMap(number -> version(workspace, model, number));
    }

    @Override
    public synchronized Optional<Integer> moveAlias(
            Workspace workspace, String model, String alias, int number, Change change) {
        requireVersion(workspace, model, number);
        RegisteredModel stored = model(workspace, model).orElseThrow();
        Map<String, Integer> aliases = new HashMap<>(stored.aliases());
        Integer before = aliases.put(alias, number);
        if (before != null && before == number) {
            return Optional.of(before);
        }
        put(stored, stored.latestVersion(), aliases, change);
        note(
                new Name(workspace, model),
                "AliasMoved",
                number,
                alias,
                change,
                before == null ? null : Integer.toString(before),
                Integer.toString(number));
        return Optional.ofNullable(before);
    }

    @Override
    public synchronized void deleteAlias(Workspace workspace, String model, String alias, Change change) {
        RegisteredModel stored = model(workspace, model).orElse(null);
        Integer before = stored == null ? null : stored.aliases().get(alias);
        if (stored == null || before == null) {
            return;
        }
        Map<String, Integer> aliases = new HashMap<>(stored.aliases());
        aliases.remove(alias);
        put(stored, stored.latestVersion(), aliases, change);
        note(new Name(workspace, model), "AliasDeleted", null, alias, change, Integer.toString(before), null);
    }

    @Override
    public synchronized void tagVersion(
            Workspace workspace, String model, int number, String key, String value, Change change) {
        ModelVersion stored = requireVersion(workspace, model, number);
        Map<String, String> tags = new HashMap<>(stored.tags());
        tags.put(key, value);
        replace(stored, stored.status(), tags, change);
        note(new Name(workspace, model), "TagSet", number, null, change, null, key + "=" + value);
    }

    @Override
    public synchronized void changeStatus(Workspace workspace, String model, int number, String status, Change change) {
        ModelVersion stored = requireVersion(workspace, model, number);
        if (stored.status().equals(status)) {
            return;
        }
        replace(stored, status, stored.tags(), change);
        note(new Name(workspace, model), "StatusChanged", number, null, change, stored.status(), status);
    }

    @Override
    public synchronized List<RegistryEvent> history(Workspace workspace, String model) {
        return List.copyOf(events.getOrDefault(new Name(workspace, model), List.of()));
    }

    private ModelVersion requireVersion(Workspace workspace, String model, int number) {
        return version(workspace, model, number)
                .orElseThrow(() -> new ProblemException(
                        "NO_SUCH_VERSION", "Model '" + model + "' has no version " + number + "."));
    }

    private void replace(ModelVersion v, String status, Map<String, String> tags, Change change) {
        versions.computeIfAbsent(new Name(v.workspace(), v.model()), n -> new TreeMap<>())
                .put(
                        v.number(),
                        new ModelVersion(
                                v.workspace(),
                                v.model(),
                                v.number(),
                                v.executionId(),
                                v.runId(),
                                v.bundleKey(),
                                v.manifest(),
                                v.card(),
                                status,
                                tags,
                                v.createdAt(),
                                change.time(),
                                v.createdBy()));
    }

    private void put(RegisteredModel m, int latest, Map<String, Integer> aliases, Change change) {
        models.put(
                new Name(m.workspace(), m.name()),
                new RegisteredModel(
                        m.workspace(),
                        m.name(),
                        m.description(),
                        latest,
                        aliases,
                        m.tags(),
                        m.createdAt(),
                        change.time()));
    }

    private void note(
            Name name,
            String type,
            @Nullable Integer version,
            @Nullable String alias,
            Change change,
            @Nullable String before,
            @Nullable String after) {
        events.computeIfAbsent(name, n -> new ArrayList<>())
                .add(new RegistryEvent(
                        ids.next(change.time()),
                        name.model(),
                        type,
                        version,
                        alias,
                        change.who(),
                        change.why(),
                        change.request(),
                        change.time(),
                        before,
                        after));
    }
}
