package dev.tidemill.core.webhook;

import dev.tidemill.core.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Webhooks in memory. */
public final class InMemoryWebhooks implements Webhooks {
    private final Map<String, Map<String, Webhook>> byWorkspace = new TreeMap<>();

    private Map<String, Webhook> of(Workspace workspace) {
        return byWorkspace.computeIfAbsent(workspace.name(), name -> new TreeMap<>());
    }

    @Override
    public synchronized void put(Workspace workspace, Webhook webhook) {
        of(workspace).put(webhook.id(), webhook);
    }

    @Override
    public synchronized Optional<Webhook> find(Workspace workspace, String id) {
        return Optional.ofNullable(of(workspace).get(id));
    }

    @Override
    public synchronized List<Webhook> list(Workspace workspace) {
        return List.copyOf(of(workspace).values());
    }

    @Override
    public synchronized void delete(Workspace workspace, String id) {
        of(workspace).remove(id);
    }
}
