package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.IdSource;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.RegisteredModel;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.registry.RegistryEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The registry. Every change of a model is one transaction that replaces the model's item if nobody has since it was
 * read, appends the events and writes what they changed; a change that lost begins again from what is there now. So the
 * changes of a model have one order, which is also that of its events' ids.
 */
public final class DynamoDbRegistry implements Registry {
    private static final int PAGE = 200;

    private final Table table;
    private final IdSource ids;

    /**
     * @param name of a table with string keys {@code pk} and {@code sk} and an index {@code gsi1} over {@code gsi1pk}
     *     and {@code gsi1sk}
     */
    public DynamoDbRegistry(DynamoDbClient client, String name, IdSource ids) {
        this(client, name, ids, Backoff.sleeping());
    }

    DynamoDbRegistry(DynamoDbClient client, String name, IdSource ids, Backoff backoff) {
        this.table = Table.of(client, name, backoff);
        this.ids = ids;
    }

    @Override
    public boolean createModel(
            Workspace workspace, String model, String description, Map<String, String> tags, Change change) {
        return change(workspace, model, state -> {
            if (state.exists()) {
                return Optional.of(false);
            }
            RegistryChange writes = new RegistryChange(state, change, ids);
            writes.create(description, tags);
            return writes.commit(table, true);
        });
    }

    @Override
    public Optional<RegisteredModel> model(Workspace workspace, String model) {
        return table.get(RegistryItems.pk(workspace, model), RegistryItems.MODEL)
                .map(item -> RegistryItems.readModel(item).model());
    }

    @Override
    public List<RegisteredModel> models(Workspace workspace) {
        return table.queryIndex(RegistryItems.listPk(workspace), true, PAGE, null)
                .map(item -> RegistryItems.readModel(item).model())
                .toList();
    }

    @Override
    public ModelVersion createVersion(ModelVersion draft, Change change) {
        Workspace workspace = draft.workspace();
        String model = draft.model();
        return change(workspace, model, state -> {
            Optional<ModelVersion> earlier = table.get(
                            RegistryItems.pk(workspace, model), RegistryItems.executionSk(draft.executionId()))
                    .flatMap(item -> version(workspace, model, (int) item.number("version")));
            if (earlier.isPresent()) {
                return earlier;
            }
            RegistryChange writes = new RegistryChange(state, change, ids);
            if (!state.exists()) {
                writes.create("", Map.of());
            }
            ModelVersion created = writes.addVersion(draft);
            return writes.commit(table, created);
        });
    }

    @Override
    public Optional<ModelVersion> version(Workspace workspace, String model, int number) {
        return table.get(RegistryItems.pk(workspace, model), RegistryItems.versionSk(number))
                .map(RegistryItems::readVersion);
    }

    @Override
    public List<ModelVersion> versions(Workspace workspace, String model) {
        return table.query(RegistryItems.pk(workspace, model), RegistryItems.VERSIONS, false)
                .map(RegistryItems::readVersion)
                .toList();
    }

    @Override
    public Optional<ModelVersion> byAlias(Workspace workspace, String model, String alias) {
        return table.get(RegistryItems.pk(workspace, model), RegistryItems.aliasSk(alias))
                .flatMap(RegistryItems::aliasVersion)
                .flatMap(number -> version(workspace, model, number));
    }

    @Override
    public Optional<Integer> moveAlias(Workspace workspace, String model, String alias, int number, Change change) {
        return change(workspace, model, state -> {
            requireVersion(workspace, model, number);
            Optional<Integer> before =
                    Optional.ofNullable(state.model().aliases().get(alias));
            if (before.isPresent() && before.get() == number) {
                return Optional.of(before);
            }
            RegistryChange writes = new RegistryChange(state, change, ids);
            writes.moveAlias(alias, number);
            return writes.commit(table, before);
        });
    }

    @Override
    public void deleteAlias(Workspace workspace, String model, String alias, Change change) {
        change(workspace, model, state -> {
            if (!state.model().aliases().containsKey(alias)) {
                return Optional.of(false);
            }
            RegistryChange writes = new RegistryChange(state, change, ids);
            writes.deleteAlias(alias);
            return writes.commit(table, true);
        });
    }

    @Override
    public void tagVersion(Workspace workspace, String model, int number, String key, String value, Change change) {
        change(workspace, model, state -> {
            ModelVersion stored = requireVersion(workspace, model, number);
            if (value.equals(stored.tags().get(key))) {
                return Optional.of(false);
            }
            Map<String, String> tags = new HashMap<>(stored.tags());
            tags.put(key, value);
            RegistryChange writes = new RegistryChange(state, change, ids);
            writes.replaceVersion(
                    stored, stored.status(), tags, "TagSet", stored.tags().get(key), key + "=" + value);
            return writes.commit(table, true);
        });
    }

    @Override
    public void changeStatus(Workspace workspace, String model, int number, String status, Change change) {
        change(workspace, model, state -> {
            ModelVersion stored = requireVersion(workspace, model, number);
            if (stored.status().equals(status)) {
                return Optional.of(false);
            }
            RegistryChange writes = new RegistryChange(state, change, ids);
            writes.replaceVersion(stored, status, stored.tags(), "StatusChanged", stored.status(), status);
            return writes.commit(table, true);
        });
    }

    @Override
    public List<RegistryEvent> history(Workspace workspace, String model) {
        return table.query(RegistryItems.pk(workspace, model), RegistryItems.EVENTS, true)
                .map(RegistryItems::readEvent)
                .toList();
    }

    private <T> T change(Workspace workspace, String model, Function<RegistryItems.State, Optional<T>> step) {
        return table.until("change of model " + model, () -> {
            RegistryItems.State state = table.get(RegistryItems.pk(workspace, model), RegistryItems.MODEL)
                    .map(RegistryItems::readModel)
                    .orElseGet(() -> RegistryItems.State.absent(workspace, model));
            return step.apply(state);
        });
    }

    private ModelVersion requireVersion(Workspace workspace, String model, int number) {
        return version(workspace, model, number)
                .orElseThrow(() -> new ProblemException(
                        "NO_SUCH_VERSION", "Model '" + model + "' has no version " + number + "."));
    }
}
