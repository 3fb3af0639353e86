package dev.tidemill.trackingapi.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.webhook.Webhook;
import dev.tidemill.core.webhook.WebhookEvent;
import java.util.Locale;

/** Webhooks as MLflow writes them: without their secret. Also the examples by which they are tested. */
final class WebhookJson {
    private WebhookJson() {}

    static ObjectNode of(Webhook webhook) {
        ObjectNode json = Json.object()
                .put("webhook_id", webhook.id())
                .put("name", webhook.name())
                .put("url", webhook.url());
        ArrayNode events = json.putArray("events");
        webhook.events()
                .forEach(event -> events.addObject()
                        .put("entity", event.entity().toUpperCase(Locale.ROOT))
                        .put("action", event.action().toUpperCase(Locale.ROOT)));
        if (!webhook.description().isEmpty()) {
            json.put("description", webhook.description());
        }
        return json.put("status", webhook.active() ? "ACTIVE" : "DISABLED")
                .put("creation_timestamp", webhook.createdAt().toEpochMilli())
                .put("last_updated_timestamp", webhook.updatedAt().toEpochMilli());
    }

    /** What an event's message says when a webhook is only tested. */
    static ObjectNode example(WebhookEvent event) {
        boolean prompt = event.entity().startsWith("prompt");
        String name = prompt ? "example_prompt" : "example_model";
        String what = prompt ? "prompt" : event == WebhookEvent.REGISTERED_MODEL_CREATED ? "registered model" : "model";
        ObjectNode data = Json.object().put("name", name);
        switch (event) {
            case REGISTERED_MODEL_CREATED -> {
                data.putObject("tags").put("example_key", "example_value");
                data.put("description", "An example " + what);
            }
            case MODEL_VERSION_CREATED -> {
                data.put("version", "1").put("source", "models:/123").put("run_id", "abcd1234abcd5678");
                data.putObject("tags").put("example_key", "example_value");
                data.put("description", "An example model version");
            }
            case PROMPT_CREATED -> {
                data.put("template", "Hello {{name}}!");
                data.putObject("tags").put("example_key", "example_value");
                data.put("description", "An example prompt");
            }
            case PROMPT_VERSION_CREATED -> {
                data.put("version", "1").put("template", "Hello {{name}}!");
                data.putObject("tags").put("example_key", "example_value");
                data.put("description", "An example prompt version");
            }
            case MODEL_VERSION_TAG_SET, PROMPT_VERSION_TAG_SET ->
                data.put("version", "1").put("key", "example_key").put("value", "example_value");
            case MODEL_VERSION_TAG_DELETED, PROMPT_VERSION_TAG_DELETED ->
                data.put("version", "1").put("key", "example_key");
            case PROMPT_TAG_SET -> data.put("key", "example_key").put("value", "example_value");
            case PROMPT_TAG_DELETED -> data.put("key", "example_key");
            case MODEL_VERSION_ALIAS_CREATED, PROMPT_ALIAS_CREATED ->
                data.put("alias", "example_alias").put("version", "1");
            case MODEL_VERSION_ALIAS_DELETED, PROMPT_ALIAS_DELETED -> data.put("alias", "example_alias");
        }
        return data;
    }
}
