package dev.tidemill.core.lifecycle;

import dev.tidemill.core.Workspace;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decisions in memory. */
public final class InMemoryTriggers implements Triggers {
    private final Map<String, Trigger> triggers = new HashMap<>();

    @Override
    public synchronized Trigger decide(Trigger trigger) {
        Trigger earlier = triggers.putIfAbsent(trigger.workspace().name() + "/" + trigger.id(), trigger);
        return earlier == null ? trigger : earlier;
    }

    @Override
    public synchronized Optional<Trigger> find(Workspace workspace, String id) {
        return Optional.ofNullable(triggers.get(workspace.name() + "/" + id));
    }

    @Override
    public synchronized Optional<Trigger> lastStarted(Workspace workspace, String project, ExecutionKind kind) {
        return list(workspace, project).stream()
                .filter(t -> t.kind() == kind && t.executionId() != null)
                .findFirst();
    }

    @Override
    public synchronized List<Trigger> list(Workspace workspace, String project) {
        return triggers.values().stream()
                .filter(t -> t.workspace().equals(workspace) && t.project().equals(project))
                .sorted(Comparator.comparing(Trigger::time)
                        .thenComparing(Trigger::id)
                        .reversed())
                .limit(1000)
                .toList();
    }
}
