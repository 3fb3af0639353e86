package dev.tidemill.trackingapi;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.eventbridge.EventEnvelope;
import dev.tidemill.aws.lambda.Telemetry;
import dev.tidemill.contract.Json;
import dev.tidemill.core.event.Event;
import dev.tidemill.trackingapi.webhook.DeliverWebhooks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event of the bus that webhooks are told. It fails when one was not told, so that Lambda lets the event come again,
 * and leaves it with the reasons in the failure queue after the last time.
 */
public final class WebhookDeliveryHandler implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookDeliveryHandler.class);

    private final DeliverWebhooks deliver;

    /** As Lambda makes it. */
    public WebhookDeliveryHandler() {
        this(TrackingApiWiring.deliverWebhooks());
    }

    WebhookDeliveryHandler(DeliverWebhooks deliver) {
        this.deliver = deliver;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Event event = EventEnvelope.read(Json.read(in, JsonNode.class).path("detail"));
        Map<String, String> fields = Map.of("workspace", event.workspace().name(), "event", event.id());
        try (Telemetry telemetry = Telemetry.begin(context, event.correlationId(), fields)) {
            Map<String, String> failures = deliver.deliver(event);
            if (!failures.isEmpty()) {
                failures.forEach((webhook, reason) -> LOG.warn("webhook {} was not told: {}", webhook, reason));
                telemetry.count("WebhooksFailed");
                throw new IllegalStateException("webhooks were not told of event " + event.id() + ": " + failures);
            }
            Json.write(out, Map.of("event", event.id()));
        }
    }
}
