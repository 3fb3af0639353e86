package dev.tidemill.core.event;

import java.util.List;

/** Hands events to the bus. Safe for use by several threads. */
public interface EventPublisher {
    /**
     * Publishes events at least once.
     *
     * @param events in the order to publish; may be of any number
     * @return the events that the bus did not take, to be tried again; empty when all were taken
     */
    List<Event> publish(List<Event> events);
}
