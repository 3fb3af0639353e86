package dev.tidemill.core.webhook;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An address outside that is told of events.
 *
 * @param id unique in its workspace; webhooks are listed in its order
 * @param url absolute address to which a message is posted
 * @param events that are told of; never empty
 * @param description empty when there is none
 * @param secret with which messages are signed; null when they are not. It is told to nobody.
 * @param active whether it is told at present
 */
public record Webhook(
        String id,
        String name,
        String url,
        List<WebhookEvent> events,
        String description,
        @Nullable String secret,
        boolean active,
        Instant createdAt,
        Instant updatedAt) {
    public Webhook {
        events = List.copyOf(events);
    }

    /** Whether an event is to be told to it now. */
    public boolean wants(WebhookEvent event) {
        return active && events.contains(event);
    }

    /** Without the secret, for logs. */
    @Override
    public String toString() {
        return "Webhook[" + id + ", " + name + ", " + url + ", " + events + ", active=" + active + "]";
    }
}
