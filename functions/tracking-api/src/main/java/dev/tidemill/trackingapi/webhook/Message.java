package dev.tidemill.trackingapi.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.webhook.WebhookEvent;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook is told: MLflow's body and headers.
 *
 * @param deliveryId the same whenever the same event is told again to the same webhook
 * @param body JSON
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>, whose signature it is
 */
record Message(String deliveryId, String body) {
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx");

    /** A message of an event. */
    static Message of(String eventId, String webhookId, WebhookEvent event, Instant time, JsonNode data) {
        ObjectNode body = Json.object()
                .put("entity", event.entity())
                .put("action", event.action())
                .put("timestamp", ISO.format(time.atOffset(ZoneOffset.UTC)));
        body.set("data", data);
        String id = UUID.nameUUIDFromBytes((eventId + " " + webhookId).getBytes(StandardCharsets.UTF_8))
                .toString();
        return new Message(id, body.toString());
    }

    /**
     * The headers.
     *
     * @param secret null leaves the signature out
     * @param now when it is sent, in which receivers see a replay
     */
    Map<String, String> headers(@Nullable String secret, Instant now) {
        String seconds = Long.toString(now.getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("X-MLflow-Delivery-Id", deliveryId);
        headers.put("X-MLflow-Timestamp", seconds);
        if (secret != null) {
            headers.put("X-MLflow-Signature", "v1," + signature(secret, deliveryId + "." + seconds + "." + body));
        }
        return headers;
    }

    private static String signature(String secret, String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
