package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.event.Event;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.lifecycle.Execution;
import dev.tidemill.core.lifecycle.ExecutionKind;
import dev.tidemill.core.lifecycle.ExecutionStatus;
import dev.tidemill.core.lifecycle.Executions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Executions, with an outbox beside them whose items the table's stream hands on. */
public final class DynamoDbExecutions implements Executions {
    /** Most events that one execution's end brings about: a transaction holds 100 writes. */
    public static final int MOST_EVENTS = 99;

    private final Table table;

    DynamoDbExecutions(Table table) {
        this.table = table;
    }

    @Override
    public Execution create(Execution execution) {
        if (table.putIf(ExecutionItems.write(execution), Table.ABSENT)) {
            return execution;
        }
        return find(execution.workspace(), execution.id())
                .orElseThrow(() -> new IllegalStateException("execution " + execution.id() + " came and went"));
    }

    @Override
    public Optional<Execution> find(Workspace workspace, String id) {
        return table.get(ExecutionItems.pk(workspace, id), ExecutionItems.SK).map(ExecutionItems::read);
    }

    @Override
    public Page list(
            Workspace workspace, String project, @Nullable ExecutionKind kind, int limit, @Nullable String pageToken) {
        String listPk = ExecutionItems.listPk(workspace, project);
        List<Execution> found = table.queryIndex(
                        listPk,
                        false,
                        Math.max(limit + 1, 25),
                        pageToken == null ? null : after(listPk, workspace, pageToken))
                .map(ExecutionItems::read)
                .filter(execution -> kind == null || execution.kind() == kind)
                .limit(limit + 1L)
                .toList();
        if (found.size() <= limit) {
            return new Page(found, null);
        }
        List<Execution> page = found.subList(0, limit);
        return new Page(page, token(page.getLast()));
    }

    @Override
    public Execution end(
            Workspace workspace,
            String id,
            ExecutionStatus status,
            @Nullable String result,
            @Nullable Problem problem,
            List<Event> events,
            Instant now) {
        Map<String, Event> distinct = new LinkedHashMap<>();
        events.forEach(event -> distinct.putIfAbsent(event.id(), event));
        if (distinct.size() > MOST_EVENTS) {
            throw new IllegalArgumentException(
                    "execution '" + id + "' ends with " + distinct.size() + " events: expected at most " + MOST_EVENTS);
        }
        return table.until("end of execution " + id, () -> {
            Execution stored = find(workspace, id)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "execution '" + id + "': expected one of workspace '" + workspace.name() + "'"));
            if (stored.status() != ExecutionStatus.RUNNING) {
                return Optional.of(stored);
            }
            Execution ended = stored.ended(status, result, problem, now);
            List<Table.Write> writes = new ArrayList<>();
            writes.add(new Table.Write(
                    ExecutionItems.write(ended), Table.equal("status", ExecutionStatus.RUNNING.name())));
            distinct.values().forEach(event -> writes.add(new Table.Write(OutboxItems.write(event, now), null)));
            return table.transact(writes) ? Optional.of(ended) : Optional.empty();
        });
    }

    private static String token(Execution last) {
        String text = SortableTime.of(last.startedAt()) + " " + last.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, AttributeValue> after(String listPk, Workspace workspace, String pageToken) {
        String[] parts;
        try {
            parts = new String(Base64.getUrlDecoder().decode(pageToken), StandardCharsets.UTF_8).split(" ", -1);
        } catch (IllegalArgumentException e) {
            throw foreign(pageToken);
        }
        if (parts.length != 2 || parts[1].isEmpty() || !parts[0].matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]{18}Z")) {
            throw foreign(pageToken);
        }
        return Map.of(
                Table.GSI1_PK, AttributeValue.fromS(listPk),
                Table.GSI1_SK, AttributeValue.fromS(ExecutionItems.listSk(parts[0], parts[1])),
                Table.PK, AttributeValue.fromS(ExecutionItems.pk(workspace, parts[1])),
                Table.SK, AttributeValue.fromS(ExecutionItems.SK));
    }

    private static IllegalArgumentException foreign(String pageToken) {
        return new IllegalArgumentException("pageToken '" + pageToken + "': expected one that was given out");
    }
}
