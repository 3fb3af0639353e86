package dev.tidemill.aws.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.registry.EventTypes;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Origin;
import dev.tidemill.core.registry.RegistryEvent;
import dev.tidemill.core.registry.RegistryWork;
import dev.tidemill.core.webhook.WebhookEvent;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What webhooks are told of a change of a model: the detail of the event {@code RegistryChanged}, with the entity and
 * action of MLflow's event and its data.
 */
final class RegistryWebhooks {
    private static final String MODEL_TAG = "model.tag.";
    private static final String VERSION_TAG = "version.tag.";

    private RegistryWebhooks() {}

    /** Empty when webhooks are not told of such an event. */
    static Optional<ObjectNode> detail(RegistryWork work, RegistryEvent event) {
        return switch (event.type()) {
            case EventTypes.MODEL_CREATED -> {
                ObjectNode data = data(event);
                tags(data.putObject("tags"), event.after());
                yield told(
                        WebhookEvent.REGISTERED_MODEL_CREATED,
                        data.put("description", event.after().get("model.description")));
            }
            case EventTypes.VERSION_CREATED, EventTypes.VERSION_IMPORTED -> {
                Integer number = event.version();
                yield number == null
                        ? Optional.empty()
                        : work.find(number)
                                .flatMap(version -> told(WebhookEvent.MODEL_VERSION_CREATED, created(event, version)));
            }
            case EventTypes.TAG_SET ->
                key(event.after(), event.before())
                        .flatMap(key -> told(
                                WebhookEvent.MODEL_VERSION_TAG_SET,
                                versioned(event)
                                        .put("key", key)
                                        .put("value", event.after().get(VERSION_TAG + key))));
            case EventTypes.TAG_DELETED ->
                key(event.before(), event.after())
                        .flatMap(key -> told(
                                WebhookEvent.MODEL_VERSION_TAG_DELETED,
                                versioned(event).put("key", key)));
            case EventTypes.ALIAS_MOVED ->
                told(
                        WebhookEvent.MODEL_VERSION_ALIAS_CREATED,
                        data(event).put("alias", event.alias()).put("version", String.valueOf(event.version())));
            case EventTypes.ALIAS_DELETED ->
                told(WebhookEvent.MODEL_VERSION_ALIAS_DELETED, data(event).put("alias", event.alias()));
            default -> Optional.empty();
        };
    }

    private static Optional<ObjectNode> told(WebhookEvent happened, ObjectNode data) {
        ObjectNode detail = Json.object().put("entity", happened.entity()).put("action", happened.action());
        detail.set("data", data);
        return Optional.of(detail);
    }

    private static ObjectNode data(RegistryEvent event) {
        return Json.object().put("name", event.model());
    }

    private static ObjectNode versioned(RegistryEvent event) {
        return data(event).put("version", String.valueOf(event.version()));
    }

    private static ObjectNode created(RegistryEvent event, ModelVersion version) {
        ObjectNode data = versioned(event).put("source", source(version)).put("run_id", emptyIsNull(version.runId()));
        ObjectNode tags = data.putObject("tags");
        version.tags().forEach(tags::put);
        return data.put("description", emptyIsNull(version.description()));
    }

    private static String source(ModelVersion version) {
        return version.origin() instanceof Origin.Imported imported ? imported.source() : version.bundleKey();
    }

    private static @Nullable String emptyIsNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static void tags(ObjectNode json, Map<String, String> fields) {
        fields.forEach((field, value) -> {
            if (field.startsWith(MODEL_TAG)) {
                json.put(field.substring(MODEL_TAG.length()), value);
            }
        });
    }

    /** The key of the tag that one side has and the other has not, or has with another value. */
    private static Optional<String> key(Map<String, String> side, Map<String, String> other) {
        return side.entrySet().stream()
                .filter(field -> field.getKey().startsWith(VERSION_TAG)
                        && !field.getValue().equals(other.get(field.getKey())))
                .map(field -> field.getKey().substring(VERSION_TAG.length()))
                .findFirst();
    }
}
