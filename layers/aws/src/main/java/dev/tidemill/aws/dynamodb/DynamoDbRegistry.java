package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.IdSource;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.registry.EventSourcedRegistry;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.NameBindings;
import dev.tidemill.core.registry.RegisteredModel;
import dev.tidemill.core.registry.RegistryEvent;
import dev.tidemill.core.registry.RegistryFields;
import dev.tidemill.core.registry.RegistryProjection;
import dev.tidemill.core.registry.RegistryState;
import dev.tidemill.core.registry.RegistryWork;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The registry. Every change of a model is one transaction that replaces the model's item if nobody has since it was
 * read, appends the events, writes what they changed and puts what the world is told into the outbox of the lifecycle
 * table; a change that lost begins again from what is there now. So the changes of a model have one order, which is also
 * that of its events' ids.
 */
public final class DynamoDbRegistry extends EventSourcedRegistry {
    private static final int PAGE = 200;
    private static final int FEW = 8;
    private static final int TURNS = 64;
    private static final Instant LAST_TIME = Instant.parse("9999-12-31T23:59:59.999Z");

    private final Table table;
    private final @Nullable Table outbox;
    private final RegistryNames names;
    private final IdSource ids;

    /** Threads of one process that change one model go one after the other instead of losing against each other. */
    private final List<ReentrantLock> turns =
            Stream.generate(() -> new ReentrantLock(true)).limit(TURNS).toList();

    /**
     * A registry that is read. What would be changed through it would be told to nobody.
     *
     * @param name of a table with string keys {@code pk} and {@code sk} and an index {@code gsi1} over {@code gsi1pk}
     *     and {@code gsi1sk}
     */
    public DynamoDbRegistry(DynamoDbClient client, String name, IdSource ids) {
        this(client, name, null, ids, Backoff.sleeping());
    }

    /**
     * A registry that is changed.
     *
     * @param outbox name of the lifecycle table
     */
    public DynamoDbRegistry(DynamoDbClient client, String name, String outbox, IdSource ids) {
        this(client, name, outbox, ids, Backoff.sleeping());
    }

    DynamoDbRegistry(DynamoDbClient client, String name, @Nullable String outbox, IdSource ids, Backoff backoff) {
        this.table = Table.of(client, name, backoff);
        this.outbox = outbox == null ? null : Table.of(client, outbox, backoff);
        this.names = new RegistryNames(table);
        this.ids = ids;
    }

    @Override
    protected <T> T change(Workspace workspace, String model, Change change, Function<RegistryWork, T> decision) {
        ReentrantLock turn = turns.get(Math.floorMod(Objects.hash(workspace, model), TURNS));
        turn.lock();
        try {
            return changeInTurn(workspace, model, change, decision);
        } finally {
            turn.unlock();
        }
    }

    private <T> T changeInTurn(Workspace workspace, String model, Change change, Function<RegistryWork, T> decision) {
        return table.until("change of model " + model, () -> {
            RegistryItems.Name name = names.find(workspace, model);
            String id = name.bindings().current().orElseGet(() -> RegistryItems.newId(ids.next(change.time())));
            Optional<RegistryState> stored =
                    name.revision() == 0 && name.bindings().current().isEmpty()
                            ? Optional.empty()
                            : state(workspace, id);
            RegistryState state = stored.orElse(RegistryState.ABSENT);
            if (state.exists() && !RegistryFields.name(state.model()).equals(model)) {
                return Optional.empty();
            }
            RegistryWork work =
                    new RegistryWork(workspace, model, state, new StoredVersions(table, workspace, id), change, ids);
            T result = decision.apply(work);
            RegistryTransaction writes = new RegistryTransaction(workspace, model, id, work);
            boolean written = work.events().isEmpty() || writes.commit(table, outbox, names, name);
            return written ? Optional.of(result) : Optional.empty();
        });
    }

    /** The model of a name as it is stored; empty when none bears it now. */
    private Optional<Found> find(Workspace workspace, String model) {
        for (int attempt = 0; attempt < FEW; attempt++) {
            Optional<String> id = names.find(workspace, model).bindings().current();
            if (id.isEmpty()) {
                return Optional.empty();
            }
            Optional<RegistryState> state = state(workspace, id.get());
            // Between the two reads it may have been renamed or deleted.
            if (state.isPresent()
                    && state.get().exists()
                    && RegistryFields.name(state.get().model()).equals(model)) {
                return Optional.of(new Found(id.get(), state.get().model()));
            }
        }
        return Optional.empty();
    }

    private record Found(String id, Map<String, String> fields) {}

    private Optional<RegistryState> state(Workspace workspace, String id) {
        return table.get(RegistryItems.pk(workspace, id), RegistryItems.MODEL).map(RegistryItems::readModel);
    }

    @Override
    public Optional<RegisteredModel> model(Workspace workspace, String model) {
        return find(workspace, model).map(found -> RegistryFields.model(workspace, found.fields()));
    }

    @Override
    public List<RegisteredModel> models(Workspace workspace) {
        return table.queryIndex(RegistryItems.listPk(workspace), true, PAGE, null)
                .map(item -> RegistryFields.model(
                        workspace, RegistryItems.readModel(item).model()))
                .toList();
    }

    @Override
    public Optional<ModelVersion> version(Workspace workspace, String model, int number) {
        return find(workspace, model).flatMap(found -> version(workspace, found, number));
    }

    private Optional<ModelVersion> version(Workspace workspace, Found found, int number) {
        return new StoredVersions(table, workspace, found.id())
                .find(number)
                .filter(fields -> !RegistryFields.deleted(fields))
                .map(fields -> RegistryFields.version(workspace, found.fields(), number, fields));
    }

    @Override
    public List<ModelVersion> versions(Workspace workspace, String model) {
        return find(workspace, model)
                .map(found -> new StoredVersions(table, workspace, found.id())
                        .all().descendingMap().entrySet().stream()
                                .filter(version -> !RegistryFields.deleted(version.getValue()))
                                .map(version -> RegistryFields.version(
                                        workspace, found.fields(), version.getKey(), version.getValue()))
                                .toList())
                .orElse(List.of());
    }

    @Override
    public Optional<ModelVersion> byAlias(Workspace workspace, String model, String alias) {
        return find(workspace, model)
                .flatMap(found -> Optional.ofNullable(RegistryFields.model(workspace, found.fields())
                                .aliases()
                                .get(alias))
                        .flatMap(number -> version(workspace, found, number)));
    }

    @Override
    public List<RegistryEvent> history(Workspace workspace, String model) {
        return names.find(workspace, model)
                .bindings()
                .last()
                .map(id -> events(workspace, id))
                .orElse(List.of());
    }

    private List<RegistryEvent> events(Workspace workspace, String id) {
        return table.query(RegistryItems.pk(workspace, id), RegistryItems.EVENTS, true)
                .map(RegistryItems::readEvent)
                .toList();
    }

    @Override
    public HistoryPage history(Workspace workspace, String model, int limit, @Nullable String before) {
        Optional<String> id = names.find(workspace, model).bindings().last();
        if (id.isEmpty()) {
            return new HistoryPage(List.of(), null);
        }
        String high = RegistryItems.EVENTS + (before == null ? "~" : before);
        List<RegistryEvent> found = table.range(
                        RegistryItems.pk(workspace, id.get()), RegistryItems.EVENTS, high, false, limit + 2)
                .map(RegistryItems::readEvent)
                .filter(event -> !event.id().equals(before))
                .limit(limit + 1L)
                .toList();
        List<RegistryEvent> page = found.subList(0, Math.min(limit, found.size()));
        return new HistoryPage(page, page.size() < found.size() ? page.getLast().id() : null);
    }

    @Override
    public Optional<Integer> aliasAt(Workspace workspace, String model, String alias, Instant time) {
        NameBindings bindings = names.find(workspace, model).bindings();
        Optional<String> id = bindings.at(time);
        if (id.isEmpty() || time.isBefore(Instant.EPOCH)) {
            return Optional.empty();
        }
        String latest = Ulid.latest(time.isAfter(LAST_TIME) ? LAST_TIME : time);
        Optional<RegistryEvent> last = table.range(
                        RegistryItems.pk(workspace, id.get()),
                        RegistryItems.EVENTS,
                        RegistryItems.EVENTS + latest,
                        false,
                        FEW)
                .map(RegistryItems::readEvent)
                .filter(event -> !event.time().isAfter(time))
                .findFirst();
        if (last.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Integer> aliases = last.get().aliases();
        return Optional.ofNullable((aliases == null ? firstAliases(workspace, id.get(), time) : aliases).get(alias));
    }

    /** The aliases at a time from which events do not record them all. */
    private Map<String, Integer> firstAliases(Workspace workspace, String id, Instant time) {
        Map<String, Integer> aliases = new HashMap<>();
        for (RegistryEvent event : events(workspace, id)) {
            String alias = event.alias();
            if (alias != null && !event.time().isAfter(time)) {
                String number = event.after().get(RegistryEvent.aliasField(alias));
                if (number == null) {
                    aliases.remove(alias);
                } else {
                    aliases.put(alias, Integer.valueOf(number));
                }
            }
        }
        return aliases;
    }

    @Override
    public Rebuilt rebuild(Workspace workspace, String model, boolean repair) {
        String id = names.find(workspace, model)
                .bindings()
                .last()
                .orElseThrow(() -> new ProblemException("NO_SUCH_MODEL", "There is no model '" + model + "'."));
        return table.until("rebuilding of model " + model, () -> {
            RegistryState state = state(workspace, id)
                    .orElseThrow(() -> new IllegalStateException("model '" + model + "' has no item"));
            List<RegistryEvent> events = events(workspace, id);
            if (!events.isEmpty() && !events.getLast().id().equals(state.lastEventId())) {
                return Optional.empty();
            }
            if (events.stream().anyMatch(event -> event.aliases() == null)) {
                throw new ProblemException(
                        "NOT_REBUILDABLE",
                        "Model '" + model + "' has events of format 1, which did not record all that they changed.");
            }
            RegistryProjection folded = RegistryProjection.of(events);
            RegistryProjection stored = new RegistryProjection(
                    state.model(), new TreeMap<>(new StoredVersions(table, workspace, id).all()));
            List<String> differences = folded.differences(stored);
            boolean done = !repair
                    || differences.isEmpty()
                    || RegistryTransaction.replace(table, workspace, id, state, folded, stored);
            return done
                    ? Optional.of(
                            new Rebuilt(model, events.size(), folded.versions().size(), differences))
                    : Optional.empty();
        });
    }
}
