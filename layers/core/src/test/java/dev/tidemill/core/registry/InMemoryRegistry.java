package dev.tidemill.core.registry;

import dev.tidemill.core.IdSource;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Registered models in memory. */
public final class InMemoryRegistry extends EventSourcedRegistry {
    private record Name(Workspace workspace, String model) {}

    private static final class Kept implements RegistryWork.Versions {
        private final Workspace workspace;
        private RegistryState state = RegistryState.ABSENT;
        private final TreeMap<Integer, Map<String, String>> versions = new TreeMap<>();
        private final Map<String, Integer> executions = new HashMap<>();
        private final List<RegistryEvent> events = new ArrayList<>();

        Kept(Workspace workspace) {
            this.workspace = workspace;
        }

        @Override
        public Optional<Map<String, String>> find(int number) {
            return Optional.ofNullable(versions.get(number));
        }

        @Override
        public Optional<Integer> ofExecution(String executionId) {
            return Optional.ofNullable(executions.get(executionId));
        }

        @Override
        public Map<Integer, Map<String, String>> all() {
            return versions;
        }

        RegisteredModel model() {
            return RegistryFields.model(workspace, state.model());
        }

        Optional<ModelVersion> version(int number) {
            return find(number)
                    .filter(fields -> !RegistryFields.deleted(fields))
                    .map(fields -> RegistryFields.version(workspace, state.model(), number, fields));
        }
    }

    private final IdSource ids = new Ulid();
    private final Map<String, Kept> models = new HashMap<>();
    private final Map<Name, NameBindings> names = new HashMap<>();

    @Override
    protected synchronized <T> T change(
            Workspace workspace, String model, Change change, Function<RegistryWork, T> decision) {
        Optional<Kept> stored = kept(workspace, model);
        Kept kept = stored.orElseGet(() -> new Kept(workspace));
        RegistryWork work = new RegistryWork(workspace, model, kept.state, kept, change, ids);
        T result = decision.apply(work);
        if (work.events().isEmpty()) {
            return result;
        }
        RegistryState after = work.after();
        String name = after.model().getOrDefault(RegistryFields.NAME, model);
        if (stored.isEmpty()) {
            String id = ids.next(change.time());
            models.put(id, kept);
            bind(new Name(workspace, name), id, after.lastEventTime());
        } else if (RegistryFields.deleted(after.model())) {
            names.computeIfPresent(new Name(workspace, model), (n, b) -> b.release(after.lastEventTime()));
        } else if (!name.equals(model)) {
            if (kept(workspace, name).isPresent()) {
                throw taken(name);
            }
            String id = bindings(workspace, model).current().orElseThrow();
            names.computeIfPresent(new Name(workspace, model), (n, b) -> b.release(after.lastEventTime()));
            bind(new Name(workspace, name), id, after.lastEventTime());
        }
        kept.state = after;
        kept.events.addAll(work.events());
        work.changedVersions().forEach((number, fields) -> {
            kept.versions.put(number, fields);
            kept.executions.put(fields.getOrDefault("executionId", ""), number);
        });
        return result;
    }

    private void bind(Name name, String id, Instant time) {
        names.put(name, names.getOrDefault(name, NameBindings.NONE).bind(id, time));
    }

    private NameBindings bindings(Workspace workspace, String model) {
        return names.getOrDefault(new Name(workspace, model), NameBindings.NONE);
    }

    private Optional<Kept> kept(Workspace workspace, String model) {
        return bindings(workspace, model).current().map(models::get);
    }

    @Override
    public synchronized Optional<RegisteredModel> model(Workspace workspace, String model) {
        return kept(workspace, model).map(Kept::model);
    }

    @Override
    public synchronized List<RegisteredModel> models(Workspace workspace) {
        return models.values().stream()
                .filter(kept -> kept.workspace.equals(workspace) && kept.state.exists())
                .map(Kept::model)
                .sorted(Comparator.comparing(RegisteredModel::name))
                .toList();
    }

    @Override
    public synchronized Optional<ModelVersion> version(Workspace workspace, String model, int number) {
        return kept(workspace, model).flatMap(kept -> kept.version(number));
    }

    @Override
    public synchronized List<ModelVersion> versions(Workspace workspace, String model) {
        return kept(workspace, model)
                .map(kept -> kept.versions.descendingKeySet().stream()
                        .map(kept::version)
                        .flatMap(Optional::stream)
                        .toList())
                .orElse(List.of());
    }

    @Override
    public synchronized Optional<ModelVersion> byAlias(Workspace workspace, String model, String alias) {
        return kept(workspace, model)
                .flatMap(kept ->
                        Optional.ofNullable(kept.model().aliases().get(alias)).flatMap(kept::version));
    }

    @Override
    public synchronized List<RegistryEvent> history(Workspace workspace, String model) {
        return bindings(workspace, model)
                .last()
                .map(models::get)
                .map(kept -> List.copyOf(kept.events))
                .orElse(List.of());
    }

    @Override
    public HistoryPage history(Workspace workspace, String model, int limit, @Nullable String before) {
        List<RegistryEvent> rest = history(workspace, model).reversed().stream()
                .filter(event -> before == null || event.id().compareTo(before) < 0)
                .toList();
        List<RegistryEvent> page = rest.subList(0, Math.min(limit, rest.size()));
        return new HistoryPage(page, page.size() < rest.size() ? page.getLast().id() : null);
    }

    @Override
    public synchronized Optional<Integer> aliasAt(Workspace workspace, String model, String alias, Instant time) {
        return bindings(workspace, model)
                .at(time)
                .map(models::get)
                .flatMap(kept -> kept.events.reversed().stream()
                        .filter(event -> !event.time().isAfter(time))
                        .findFirst()
                        .map(RegistryEvent::aliases)
                        .map(aliases -> aliases.get(alias)));
    }

    @Override
    public synchronized Rebuilt rebuild(Workspace workspace, String model, boolean repair) {
        Kept kept = bindings(workspace, model)
                .last()
                .map(models::get)
                .orElseThrow(() -> new ProblemException("NO_SUCH_MODEL", "There is no model '" + model + "'."));
        RegistryProjection folded = RegistryProjection.of(kept.events);
        List<String> differences =
                folded.differences(new RegistryProjection(kept.state.model(), new TreeMap<>(kept.versions)));
        if (repair) {
            kept.state = new RegistryState(
                    folded.model(), kept.state.revision(), kept.state.lastEventId(), kept.state.lastEventTime());
            kept.versions.clear();
            kept.versions.putAll(folded.versions());
        }
        return new Rebuilt(model, kept.events.size(), folded.versions().size(), differences);
    }
}
