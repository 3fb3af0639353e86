package dev.tidemill.aws.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.event.Event;
import java.time.Instant;
import java.util.List;

/**
 * An event as JSON: in the outbox, and as the detail of an EventBridge event.
 *
 * @param envelopeVersion of this shape: 1
 */
public record EventEnvelope(
        int envelopeVersion,
        String id,
        String type,
        int version,
        Instant time,
        String workspace,
        String project,
        String subject,
        String correlationId,
        List<String> causationIds,
        JsonNode detail) {
    private static final int CURRENT = 1;

    /** The envelope's JSON. */
    public static String write(Event event) {
        return Json.write(new EventEnvelope(
                CURRENT,
                event.id(),
                event.type(),
                event.version(),
                event.time(),
                event.workspace().name(),
                event.project(),
                event.subject(),
                event.correlationId(),
                event.causationIds(),
                Json.parse(event.detail())));
    }

    /**
     * Reads an envelope.
     *
     * @throws IllegalArgumentException when its version is unknown
     */
    public static Event read(JsonNode json) {
        EventEnvelope envelope = Json.read(json, EventEnvelope.class);
        if (envelope.envelopeVersion() != CURRENT) {
            throw new IllegalArgumentException(
                    "event envelope version " + envelope.envelopeVersion() + " is unknown: expected " + CURRENT);
        }
        return new Event(
                envelope.id(),
                envelope.type(),
                envelope.version(),
                envelope.time(),
                new Workspace(envelope.workspace()),
                envelope.project(),
                envelope.subject(),
                envelope.correlationId(),
                envelope.causationIds(),
                envelope.detail().toString());
    }
}
