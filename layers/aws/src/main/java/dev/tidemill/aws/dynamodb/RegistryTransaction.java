package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.registry.RegistryEvent;
import dev.tidemill.core.registry.RegistryFields;
import dev.tidemill.core.registry.RegistryProjection;
import dev.tidemill.core.registry.RegistryState;
import dev.tidemill.core.registry.RegistryWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;

/** A change of a model as the one transaction that writes it. Used once, by one thread. */
final class RegistryTransaction {
    private static final int MOST_WRITES = 90;

    private final Workspace workspace;
    private final String model;
    private final String id;
    private final RegistryWork work;
    private final List<Table.Write> writes = new ArrayList<>();

    /**
     * @param model its name before
     */
    RegistryTransaction(Workspace workspace, String model, String id, RegistryWork work) {
        this.workspace = workspace;
        this.model = model;
        this.id = id;
        this.work = work;
    }

    /** Writes everything or nothing; false when another change came first. */
    boolean commit(Table table, @Nullable Table outbox, RegistryNames names, RegistryItems.Name name) {
        RegistryState before = work.before();
        RegistryState after = work.after();
        writes.add(new Table.Write(RegistryItems.writeModel(workspace, id, after), unchanged(before)));
        rename(names, name, after);
        work.changedVersions().forEach((number, fields) -> {
            writes.add(new Table.Write(RegistryItems.writeVersion(workspace, id, number, fields), null));
            String execution = RegistryFields.execution(fields);
            if (!execution.isEmpty() && !RegistryFields.deleted(fields)) {
                writes.add(new Table.Write(RegistryItems.writeExecution(workspace, id, execution, number), null));
            }
        });
        for (RegistryEvent event : work.events()) {
            writes.add(new Table.Write(RegistryItems.writeEvent(workspace, id, event), Table.ABSENT));
        }
        if (outbox == null) {
            return table.transact(writes);
        }
        return table.transact(writes, outbox, RegistryOutbox.writes(workspace, id, work));
    }

    private static Expression unchanged(RegistryState before) {
        return before.revision() == 0 ? Table.ABSENT : Table.equal("revision", before.revision());
    }

    private void rename(RegistryNames names, RegistryItems.Name name, RegistryState after) {
        String now = RegistryFields.name(after.model());
        if (name.bindings().current().isEmpty()) {
            writes.add(names.replacing(workspace, model, name, name.bindings().bind(id, after.lastEventTime())));
        } else if (!after.exists()) {
            writes.add(names.replacing(workspace, model, name, name.bindings().release(after.lastEventTime())));
        } else if (!now.equals(model)) {
            RegistryItems.Name other = names.find(workspace, now);
            if (other.bindings().current().isPresent()) {
                throw new ProblemException("MODEL_EXISTS", "There is a model '" + now + "' already.");
            }
            writes.add(names.replacing(workspace, model, name, name.bindings().release(after.lastEventTime())));
            writes.add(names.replacing(workspace, now, other, other.bindings().bind(id, after.lastEventTime())));
        }
    }

    /**
     * Replaces what is stored of a model by what its events say, in as many transactions as it takes; each holds only
     * while the model is unchanged.
     *
     * @return false when it was changed meanwhile
     */
    static boolean replace(
            Table table,
            Workspace workspace,
            String id,
            RegistryState state,
            RegistryProjection folded,
            RegistryProjection stored) {
        List<Table.Write> versions = new ArrayList<>();
        folded.versions().forEach((number, fields) -> {
            if (!fields.equals(stored.versions().getOrDefault(number, Map.of()))) {
                versions.add(new Table.Write(RegistryItems.writeVersion(workspace, id, number, fields), null));
            }
        });
        RegistryState current = state;
        int from = 0;
        do {
            int to = Math.min(versions.size(), from + MOST_WRITES);
            List<Table.Write> part = new ArrayList<>(versions.subList(from, to));
            RegistryState next = new RegistryState(
                    folded.model(), current.revision() + 1, current.lastEventId(), current.lastEventTime());
            part.add(new Table.Write(RegistryItems.writeModel(workspace, id, next), unchanged(current)));
            if (!table.transact(part)) {
                return false;
            }
            current = next;
            from = to;
        } while (from < versions.size());
        return true;
    }
}
