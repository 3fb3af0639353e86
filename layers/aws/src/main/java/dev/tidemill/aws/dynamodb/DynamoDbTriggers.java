package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.lifecycle.ExecutionKind;
import dev.tidemill.core.lifecycle.Trigger;
import dev.tidemill.core.lifecycle.Triggers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;

/**
 * Decisions on events. The last one that started something also lies under a key of its own, so that reading it sees
 * every decision made before, which the index does not promise.
 */
public final class DynamoDbTriggers implements Triggers {
    private static final String SK = "trigger";
    private static final long FORMAT = 1;
    private static final int MOST = 1000;

    private final Table table;

    DynamoDbTriggers(Table table) {
        this.table = table;
    }

    @Override
    public Trigger decide(Trigger trigger) {
        return table.until("decision " + trigger.id(), () -> {
            Optional<Trigger> earlier = find(trigger.workspace(), trigger.id());
            if (earlier.isPresent()) {
                return earlier;
            }
            List<Table.Write> writes = new ArrayList<>();
            writes.add(new Table.Write(write(trigger), Table.ABSENT));
            if (trigger.executionId() != null) {
                EnhancedDocument last = new ItemWriter(
                                lastPk(trigger.workspace(), trigger.project()), lastSk(trigger.kind()))
                        .text("id", trigger.id())
                        .build();
                writes.add(new Table.Write(last, null));
            }
            return table.transact(writes) ? Optional.of(trigger) : Optional.empty();
        });
    }

    @Override
    public Optional<Trigger> find(Workspace workspace, String id) {
        return table.get(pk(workspace, id), SK).map(DynamoDbTriggers::read);
    }

    @Override
    public Optional<Trigger> lastStarted(Workspace workspace, String project, ExecutionKind kind) {
        return table.get(lastPk(workspace, project), lastSk(kind)).flatMap(item -> find(workspace, item.text("id")));
    }

    @Override
    public List<Trigger> list(Workspace workspace, String project) {
        return table.queryIndex(listPk(workspace, project), false, MOST, null)
                .limit(MOST)
                .map(DynamoDbTriggers::read)
                .toList();
    }

    private static EnhancedDocument write(Trigger trigger) {
        return new ItemWriter(pk(trigger.workspace(), trigger.id()), SK)
                .listed(
                        listPk(trigger.workspace(), trigger.project()),
                        SortableTime.of(trigger.time()) + "#" + trigger.id())
                .number("format", FORMAT)
                .text("workspace", trigger.workspace().name())
                .text("project", trigger.project())
                .text("id", trigger.id())
                .text("event", trigger.event())
                .text("kind", trigger.kind().word())
                .text("decision", trigger.decision())
                .text("executionId", trigger.executionId())
                .text("detail", trigger.detail())
                .instant("time", trigger.time())
                .build();
    }

    private static Trigger read(ItemReader item) {
        item.format(FORMAT);
        return new Trigger(
                new Workspace(item.text("workspace")),
                item.text("project"),
                item.text("id"),
                item.text("event"),
                ExecutionKind.of(item.text("kind")),
                item.text("decision"),
                item.optionalText("executionId"),
                item.text("detail"),
                item.instant("time"));
    }

    private static String pk(Workspace workspace, String id) {
        return workspace.name() + "#trigger#" + id;
    }

    private static String listPk(Workspace workspace, String project) {
        return workspace.name() + "#" + project + "#triggers";
    }

    private static String lastPk(Workspace workspace, String project) {
        return workspace.name() + "#" + project + "#last-started";
    }

    private static String lastSk(ExecutionKind kind) {
        return kind.word();
    }
}
