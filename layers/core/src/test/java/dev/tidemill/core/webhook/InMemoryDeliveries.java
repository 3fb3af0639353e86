package dev.tidemill.core.webhook;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Deliveries in memory, never forgotten. */
public final class InMemoryDeliveries implements Deliveries {
    private final Map<Map.Entry<String, String>, Set<String>> told = new HashMap<>();

    @Override
    public synchronized Set<String> told(Workspace workspace, String eventId) {
        return Set.copyOf(told.getOrDefault(Map.entry(workspace.name(), eventId), Set.of()));
    }

    @Override
    public synchronized void tell(Workspace workspace, String eventId, Collection<String> webhookIds, Instant expires) {
        told.computeIfAbsent(Map.entry(workspace.name(), eventId), absent -> new TreeSet<>())
                .addAll(webhookIds);
    }
}
