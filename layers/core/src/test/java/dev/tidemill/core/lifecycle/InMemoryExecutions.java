package dev.tidemill.core.lifecycle;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.event.Event;
import dev.tidemill.core.failure.Problem;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Executions in memory, with the outbox to look into. */
public final class InMemoryExecutions implements Executions {
    private final Map<String, Execution> byKey = new HashMap<>();
    private final Map<String, Event> outbox = new LinkedHashMap<>();

    /** The events recorded so far, in order, each id once. */
    public synchronized List<Event> outbox() {
        return List.copyOf(outbox.values());
    }

    @Override
    public synchronized Execution create(Execution execution) {
        Execution earlier = byKey.putIfAbsent(key(execution.workspace(), execution.id()), execution);
        return earlier == null ? execution : earlier;
    }

    @Override
    public synchronized Optional<Execution> find(Workspace workspace, String id) {
        return Optional.ofNullable(byKey.get(key(workspace, id)));
    }

    @Override
    public synchronized Page list(
            Workspace workspace, String project, @Nullable ExecutionKind kind, int limit, @Nullable String pageToken) {
        int offset = offset(pageToken);
        List<Execution> all = byKey.values().stream()
                .filter(e -> e.workspace().equals(workspace) && e.project().equals(project))
                .filter(e -> kind == null || e.kind() == kind)
                .sorted(Comparator.comparing(Execution::startedAt)
                        .thenComparing(Execution::id)
                        .reversed())
                .toList();
        int end = Math.min(all.size(), offset + limit);
        return new Page(all.subList(Math.min(offset, end), end), end < all.size() ? Integer.toString(end) : null);
    }

    @Override
    public synchronized Execution end(
            Workspace workspace,
            String id,
            ExecutionStatus status,
            @Nullable String result,
            @Nullable Problem problem,
            List<Event> events,
            Instant now) {
        Execution stored = find(workspace, id)
                .orElseThrow(() -> new IllegalArgumentException(
                        "execution '" + id + "': expected one of workspace '" + workspace.name() + "'"));
        if (stored.status() != ExecutionStatus.RUNNING) {
            return stored;
        }
        Execution ended = stored.ended(status, result, problem, now);
        byKey.put(key(workspace, id), ended);
        events.forEach(event -> outbox.put(event.workspace().name() + "/" + event.id(), event));
        return ended;
    }

    private static int offset(@Nullable String pageToken) {
        try {
            return pageToken == null ? 0 : Integer.parseInt(pageToken);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("pageToken '" + pageToken + "': expected one that was given out", e);
        }
    }

    private static String key(Workspace workspace, String id) {
        return workspace.name() + "/" + id;
    }
}
