package dev.tidemill.aws.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.eventbridge.EventEnvelope;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;

/** How an event lies in the lifecycle table until it has been published, and for a week after. */
public final class OutboxItems {
    private static final Duration KEPT = Duration.ofDays(7);
    private static final String SK = "event";

    private OutboxItems() {}

    static String pk(Workspace workspace, String eventId) {
        return workspace.name() + "#outbox#" + eventId;
    }

    static EnhancedDocument write(Event event, Instant now) {
        return new ItemWriter(pk(event.workspace(), event.id()), SK)
                .text("event", EventEnvelope.write(event))
                .expires(now.plus(KEPT))
                .build();
    }

    /**
     * Reads the event out of a record of the table's stream.
     *
     * @param record one of {@code Records} as a Lambda function gets them
     * @return empty when the record is of no event, or of its removal
     */
    public static Optional<Event> event(JsonNode record) {
        JsonNode image = record.path("dynamodb").path("NewImage");
        boolean fresh = !record.path("eventName").asText().equals("REMOVE")
                && image.path(Table.SK).path("S").asText().equals(SK);
        return fresh
                ? Optional.of(EventEnvelope.read(
                        Json.parse(image.path("event").path("S").asText())))
                : Optional.empty();
    }
}
