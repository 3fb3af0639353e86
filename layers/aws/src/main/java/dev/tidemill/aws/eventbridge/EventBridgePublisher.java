package dev.tidemill.aws.eventbridge;

import dev.tidemill.core.event.Event;
import dev.tidemill.core.event.EventPublisher;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** Puts events on one bus, with source {@code tidemill}, the type as detail type and the envelope as detail. */
public final class EventBridgePublisher implements EventPublisher {
    /** The source that rules match. */
    public static final String SOURCE = "tidemill";

    private static final int BATCH = 10;

    private final EventBridgeClient client;
    private final String bus;

    public EventBridgePublisher(EventBridgeClient client, String bus) {
        this.client = client;
        this.bus = bus;
    }

    @Override
    public List<Event> publish(List<Event> events) {
        List<Event> refused = new ArrayList<>();
        for (int from = 0; from < events.size(); from += BATCH) {
            List<Event> batch = events.subList(from, Math.min(events.size(), from + BATCH));
            List<PutEventsResultEntry> results = client.putEvents(request ->
                            request.entries(batch.stream().map(this::entry).toList()))
                    .entries();
            for (int i = 0; i < batch.size(); i++) {
                if (i >= results.size() || results.get(i).errorCode() != null) {
                    refused.add(batch.get(i));
                }
            }
        }
        return refused;
    }

    private PutEventsRequestEntry entry(Event event) {
        return PutEventsRequestEntry.builder()
                .eventBusName(bus)
                .source(SOURCE)
                .detailType(event.type())
                .time(event.time())
                .detail(EventEnvelope.write(event))
                .build();
    }
}
