package dev.tidemill.trackingapi;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.aws.eventbridge.EventEnvelope;
import dev.tidemill.aws.lambda.Telemetry;
import dev.tidemill.contract.Json;
import dev.tidemill.trackingapi.webhook.DeliverWebhooks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events of the webhook queue; those of which a webhook was not told are named so that only they come again. */
public final class WebhookDeliveryHandler implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookDeliveryHandler.class);

    private final DeliverWebhooks deliver;

    public WebhookDeliveryHandler() {
        this(TrackingApiWiring.deliverWebhooks());
    }

    WebhookDeliveryHandler(DeliverWebhooks deliver) {
        this.deliver = deliver;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ObjectNode answer = Json.object();
        ArrayNode failed = answer.putArray("batchItemFailures");
        try (Telemetry telemetry = Telemetry.begin(context, context.getAwsRequestId(), Map.of("action", "webhooks"))) {
            for (JsonNode message : Json.read(in, JsonNode.class).path("Records")) {
                if (!isTold(message)) {
                    failed.addObject()
                            .put("itemIdentifier", message.path("messageId").asText());
                    telemetry.count("WebhooksFailed");
                }
            }
        }
        Json.write(out, answer);
    }

    private boolean isTold(JsonNode message) {
        try {
            JsonNode event = Json.parse(message.path("body").asText());
            Map<String, String> failures = deliver.deliver(EventEnvelope.read(event.path("detail")));
            failures.forEach((webhook, reason) -> LOG.warn("webhook {} was not told: {}", webhook, reason));
            return failures.isEmpty();
        } catch (RuntimeException e) {
            LOG.error(
                    "message {} is to be delivered again",
                    message.path("messageId").asText(),
                    e);
            return false;
        }
    }
}
