package dev.tidemill.lifecycleapi.trigger;

import dev.tidemill.core.event.Event;
import dev.tidemill.core.event.EventPublisher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Publishes the events of a batch of the outbox. Safe for use by several threads. */
public final class PublishOutbox {
    private final EventPublisher publisher;

    public PublishOutbox(EventPublisher publisher) {
        this.publisher = publisher;
    }

    /**
     * Publishes in order.
     *
     * @param events by the name of the record that each came in, in the order of the batch
     * @return the names of the records whose events the bus did not take
     */
    public List<String> publish(Map<String, Event> events) {
        if (events.isEmpty()) {
            return List.of();
        }
        Map<String, Event> ordered = new LinkedHashMap<>(events);
        Set<String> refused = publisher.publish(List.copyOf(ordered.values())).stream()
                .map(Event::id)
                .collect(Collectors.toSet());
        return ordered.entrySet().stream()
                .filter(entry -> refused.contains(entry.getValue().id()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
