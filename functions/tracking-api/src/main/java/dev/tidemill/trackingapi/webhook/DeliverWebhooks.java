package dev.tidemill.trackingapi.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.event.Event;
import dev.tidemill.core.webhook.Webhook;
import dev.tidemill.core.webhook.WebhookEvent;
import dev.tidemill.core.webhook.Webhooks;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Tells an event of the registry to all webhooks of its workspace that want it, at once and each for itself: at least
 * once, for an event of which one webhook was not told comes again, and is then told again to all with the same
 * delivery ids. Safe for use by several threads.
 */
public final class DeliverWebhooks {
    /** The type of the events that are told: what changed in the registry, as webhooks name it. */
    public static final String EVENT_TYPE = "RegistryChanged";

    private final Webhooks webhooks;
    private final WebhookSender sender;

    public DeliverWebhooks(Webhooks webhooks, WebhookSender sender) {
        this.webhooks = webhooks;
        this.sender = sender;
    }

    /**
     * Tells an event.
     *
     * @param event whose detail has {@code entity}, {@code action} and {@code data}; of another type, nobody is told
     * @return why, by webhook, those were not told that were not
     */
    public Map<String, String> deliver(Event event) {
        JsonNode detail = Json.parse(event.detail());
        Optional<WebhookEvent> happened = event.type().equals(EVENT_TYPE)
                ? WebhookEvent.of(
                        detail.path("entity").asText(), detail.path("action").asText())
                : Optional.empty();
        if (happened.isEmpty()) {
            return Map.of();
        }
        List<Webhook> told = webhooks.list(event.workspace()).stream()
                .filter(webhook -> webhook.wants(happened.get()))
                .toList();
        Map<String, String> failures = new ConcurrentHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Webhook webhook : told) {
                Message message =
                        Message.of(event.id(), webhook.id(), happened.get(), event.time(), detail.path("data"));
                threads.execute(
                        () -> failure(webhook, message).ifPresent(reason -> failures.put(webhook.id(), reason)));
            }
        }
        return new TreeMap<>(failures);
    }

    private Optional<String> failure(Webhook webhook, Message message) {
        try {
            int status = sender.send(webhook, message).status();
            return status / 100 == 2 ? Optional.empty() : Optional.of("answered with status " + status);
        } catch (Destination.Refused | IOException | RuntimeException e) {
            return Optional.of(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }
}
