package dev.tidemill.trackingapi.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.event.Event;
import dev.tidemill.core.webhook.Deliveries;
import dev.tidemill.core.webhook.Webhook;
import dev.tidemill.core.webhook.WebhookEvent;
import dev.tidemill.core.webhook.Webhooks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Tells an event of the registry to all webhooks of its workspace that want it, at once and each for itself: at least
 * once, and always with the same delivery id. An event of which one webhook was not told comes again, and is then told
 * to those alone that are not recorded as told. Safe for use by several threads.
 */
public final class DeliverWebhooks {
    /** The type of the events that are told: what changed in the registry, as webhooks name it. */
    public static final String EVENT_TYPE = "RegistryChanged";

    /** Longer than an event lies in the failure queue, from where a person may let it come again. */
    private static final Duration REMEMBERED = Duration.ofDays(15);

    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final PatientSender sender;
    private final InstantSource clock;

    public DeliverWebhooks(Webhooks webhooks, Deliveries deliveries, PatientSender sender, InstantSource clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.sender = sender;
        this.clock = clock;
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
        List<Webhook> wanting = webhooks.list(event.workspace()).stream()
                .filter(webhook -> webhook.wants(happened.get()))
                .toList();
        if (wanting.isEmpty()) {
            return Map.of();
        }
        Set<String> before = deliveries.told(event.workspace(), event.id());
        List<Webhook> left = wanting.stream()
                .filter(webhook -> !before.contains(webhook.id()))
                .toList();
        Map<String, String> failures = send(left, event, happened.get(), detail.path("data"));
        if (!failures.isEmpty()) {
            List<String> told = left.stream()
                    .map(Webhook::id)
                    .filter(id -> !failures.containsKey(id))
                    .toList();
            deliveries.tell(event.workspace(), event.id(), told, clock.instant().plus(REMEMBERED));
        }
        return failures;
    }

    private Map<String, String> send(List<Webhook> told, Event event, WebhookEvent happened, JsonNode data) {
        Map<String, String> failures = new ConcurrentHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Webhook webhook : told) {
                Message message = Message.of(event.id(), webhook.id(), happened, event.time(), data);
                threads.execute(
                        () -> sender.send(webhook, message).ifPresent(reason -> failures.put(webhook.id(), reason)));
            }
        }
        return new TreeMap<>(failures);
    }
}
