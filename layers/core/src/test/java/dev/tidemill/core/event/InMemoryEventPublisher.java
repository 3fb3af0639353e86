package dev.tidemill.core.event;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Published events in memory. */
public final class InMemoryEventPublisher implements EventPublisher {
    private final List<Event> published = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();

    /** Everything published, in order. */
    public synchronized List<Event> published() {
        return List.copyOf(published);
    }

    /** Makes the next publishing of an event fail. */
    public synchronized void refuseOnce(String eventId) {
        refused.add(eventId);
    }

    @Override
    public synchronized List<Event> publish(List<Event> events) {
        List<Event> failed = new ArrayList<>();
        for (Event event : events) {
            if (refused.remove(event.id())) {
                failed.add(event);
            } else {
                published.add(event);
            }
        }
        return failed;
    }
}
