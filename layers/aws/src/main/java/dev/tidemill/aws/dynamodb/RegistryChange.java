package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.IdSource;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.RegisteredModel;
import dev.tidemill.core.registry.Registry.Change;
import dev.tidemill.core.registry.RegistryEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One change of a model as it is put together: its events and the items they change. Used once, by one thread. */
final class RegistryChange {
    private final RegistryItems.State state;
    private final Change change;
    private final IdSource ids;
    private final List<Table.Write> writes = new ArrayList<>();
    private final Map<String, Integer> aliases;
    private String description;
    private Map<String, String> tags;
    private int latestVersion;
    private String lastEventId;

    RegistryChange(RegistryItems.State state, Change change, IdSource ids) {
        this.state = state;
        this.change = change;
        this.ids = ids;
        this.aliases = new HashMap<>(state.model().aliases());
        this.description = state.model().description();
        this.tags = state.model().tags();
        this.latestVersion = state.model().latestVersion();
        this.lastEventId = state.lastEventId();
    }

    void create(String newDescription, Map<String, String> newTags) {
        description = newDescription;
        tags = newTags;
        event("ModelCreated", null, null, null, null);
    }

    ModelVersion addVersion(ModelVersion draft) {
        latestVersion++;
        ModelVersion created = new ModelVersion(
                draft.workspace(),
                draft.model(),
                latestVersion,
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
        writes.add(new Table.Write(RegistryItems.write(created), Table.ABSENT));
        writes.add(new Table.Write(RegistryItems.writeExecution(created), Table.ABSENT));
        event("VersionCreated", latestVersion, null, null, null);
        return created;
    }

    void moveAlias(String alias, int number) {
        Integer before = aliases.put(alias, number);
        writes.add(new Table.Write(RegistryItems.writeAlias(state.model(), alias, number), null));
        event("AliasMoved", number, alias, before == null ? null : before.toString(), Integer.toString(number));
    }

    void deleteAlias(String alias) {
        Integer before = aliases.remove(alias);
        writes.add(new Table.Write(RegistryItems.writeAlias(state.model(), alias, null), null));
        event("AliasDeleted", null, alias, before == null ? null : before.toString(), null);
    }

    void replaceVersion(
            ModelVersion v,
            String status,
            Map<String, String> newTags,
            String type,
            @Nullable String before,
            @Nullable String after) {
        ModelVersion replaced = new ModelVersion(
                v.workspace(),
                v.model(),
                v.number(),
                v.executionId(),
                v.runId(),
                v.bundleKey(),
                v.manifest(),
                v.card(),
                status,
                newTags,
                v.createdAt(),
                change.time(),
                v.createdBy());
        writes.add(new Table.Write(RegistryItems.write(replaced), null));
        event(type, v.number(), null, before, after);
    }

    /** Writes everything; empty when another change came first. */
    <T> Optional<T> commit(Table table, T result) {
        RegisteredModel old = state.model();
        RegisteredModel model = new RegisteredModel(
                old.workspace(),
                old.name(),
                description,
                latestVersion,
                aliases,
                tags,
                state.exists() ? old.createdAt() : change.time(),
                change.time());
        RegistryItems.State next = new RegistryItems.State(model, state.revision() + 1, lastEventId);
        writes.add(new Table.Write(
                RegistryItems.write(next), state.exists() ? Table.equal("revision", state.revision()) : Table.ABSENT));
        return table.transact(writes) ? Optional.of(result) : Optional.empty();
    }

    private void event(
            String type,
            @Nullable Integer version,
            @Nullable String alias,
            @Nullable String before,
            @Nullable String after) {
        String id = ids.next(change.time());
        lastEventId = id.compareTo(lastEventId) > 0 ? id : UlidOrder.after(lastEventId);
        RegistryEvent event = new RegistryEvent(
                lastEventId,
                state.model().name(),
                type,
                version,
                alias,
                change.who(),
                change.why(),
                change.request(),
                change.time(),
                before,
                after);
        writes.add(new Table.Write(RegistryItems.write(state.model().workspace(), event), Table.ABSENT));
    }
}
