package dev.tidemill.trackingapi.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.webhook.Webhook;
import dev.tidemill.core.webhook.WebhookEvent;
import dev.tidemill.core.webhook.Webhooks;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.Endpoint;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Parameters;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** MLflow's calls about webhooks. */
public final class WebhookEndpoints {
    private static final Pattern NAME = Pattern.compile("(?=.{1,63}$)[a-zA-Z0-9]([a-zA-Z0-9._-]*[a-zA-Z0-9])?");
    private static final int MOST = 100;
    private static final int LONGEST_TEXT = 1000;
    private static final int MOST_LISTED = 1000;
    private static final List<String> STATUSES = List.of("ACTIVE", "DISABLED");

    private final Webhooks webhooks;
    private final Destination destination;
    private final WebhookSender sender;
    private final Supplier<String> newIds;

    public WebhookEndpoints(Webhooks webhooks, Destination destination, WebhookSender sender, Supplier<String> newIds) {
        this.webhooks = webhooks;
        this.destination = destination;
        this.sender = sender;
        this.newIds = newIds;
    }

    /** By method and path. */
    public Map<String, Endpoint> endpoints() {
        return Map.of(
                "POST webhooks", this::create,
                "GET webhooks", this::list,
                "GET webhooks/{webhook_id}", call -> told(find(call)),
                "PATCH webhooks/{webhook_id}", this::update,
                "DELETE webhooks/{webhook_id}", this::delete,
                "POST webhooks/{webhook_id}/test", this::test);
    }

    private ObjectNode create(Call call) {
        Parameters given = call.parameters();
        Webhook webhook = new Webhook(
                newIds.get(),
                name(given.required("name")),
                url(given.required("url")),
                events(given),
                limited("description", given.textOrEmpty("description")),
                secret(given, null),
                isActive(given, true),
                call.now(),
                call.now());
        if (webhooks.list(call.workspace()).size() >= MOST) {
            throw MlflowErrors.invalid(
                    "The workspace has " + MOST + " webhooks already: expected at most " + MOST + ".");
        }
        webhooks.put(call.workspace(), webhook);
        return told(webhook);
    }

    private ObjectNode list(Call call) {
        long most = call.parameters().number("max_results").orElse(MOST);
        if (most < 1 || most > MOST_LISTED) {
            throw MlflowErrors.invalid("Invalid value " + most + " for parameter 'max_results' supplied: expected 1 to "
                    + MOST_LISTED + ".");
        }
        // The token is the id of the last one that was listed.
        String after = call.parameters().textOrEmpty("page_token");
        List<Webhook> rest = webhooks.list(call.workspace()).stream()
                .filter(webhook -> webhook.id().compareTo(after) > 0)
                .toList();
        ObjectNode answer = Json.object();
        ArrayNode listed = answer.putArray("webhooks");
        rest.stream().limit(most).map(WebhookJson::of).forEach(listed::add);
        if (rest.size() > most) {
            answer.put("next_page_token", rest.get((int) most - 1).id());
        }
        return answer;
    }

    private ObjectNode update(Call call) {
        Webhook old = find(call);
        Parameters given = call.parameters();
        Webhook changed = new Webhook(
                old.id(),
                given.text("name").map(WebhookEndpoints::name).orElse(old.name()),
                given.text("url").map(this::url).orElse(old.url()),
                given.objects("events").isEmpty() ? old.events() : events(given),
                given.text("description")
                        .map(text -> limited("description", text))
                        .orElse(old.description()),
                secret(given, old.secret()),
                isActive(given, old.active()),
                old.createdAt(),
                call.now());
        webhooks.put(call.workspace(), changed);
        return told(changed);
    }

    private ObjectNode delete(Call call) {
        webhooks.delete(call.workspace(), find(call).id());
        return Json.object();
    }

    private ObjectNode test(Call call) {
        Webhook webhook = find(call);
        WebhookEvent event = call.parameters()
                .object("event")
                .map(WebhookEndpoints::event)
                .orElse(webhook.events().getFirst());
        ObjectNode answer = Json.object();
        ObjectNode result = answer.putObject("result");
        try {
            Message message = Message.of(newIds.get(), webhook.id(), event, call.now(), WebhookJson.example(event));
            WebhookSender.Answer got = sender.send(webhook, message);
            result.put("success", got.status() < 400)
                    .put("response_status", got.status())
                    .put("response_body", got.body());
        } catch (Destination.Refused | IOException e) {
            result.put("success", false).put("error_message", "Failed to test webhook: " + e.getMessage());
        }
        return answer;
    }

    private Webhook find(Call call) {
        String id = call.parameters().required("webhook_id");
        return webhooks.find(call.workspace(), id)
                .orElseThrow(() -> MlflowErrors.absent("Webhook with ID " + id + " not found."));
    }

    private static ObjectNode told(Webhook webhook) {
        ObjectNode answer = Json.object();
        answer.set("webhook", WebhookJson.of(webhook));
        return answer;
    }

    private static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw MlflowErrors.invalid("Webhook name '" + name
                    + "' is invalid. It must start and end with a letter or digit, be at most 63 characters long, and"
                    + " contain only letters, digits, dots (.), underscores (_), and hyphens (-).");
        }
        return name;
    }

    private String url(String url) {
        if (url.isBlank()) {
            throw MlflowErrors.invalid("Webhook URL cannot be empty or just whitespace: '" + url + "'.");
        }
        boolean tls = url.regionMatches(true, 0, "https://", 0, 8);
        try {
            destination.check(url);
        } catch (Destination.Unresolved unknown) {
            // Its name may come later; each delivery looks at it again.
            if (!tls) {
                throw MlflowErrors.invalid("Invalid webhook URL '" + url + "': expected https.");
            }
        } catch (Destination.Refused e) {
            String what = tls || url.regionMatches(true, 0, "http://", 0, 7) ? "" : " scheme";
            throw MlflowErrors.invalid("Invalid webhook URL" + what + " '" + url + "': " + e.getMessage() + ".");
        }
        return url;
    }

    private static List<WebhookEvent> events(Parameters given) {
        List<WebhookEvent> events = given.objects("events").stream()
                .map(WebhookEndpoints::event)
                .distinct()
                .toList();
        if (events.isEmpty()) {
            throw MlflowErrors.invalid("Webhook events cannot be empty");
        }
        return events;
    }

    private static WebhookEvent event(Parameters given) {
        String entity = given.required("entity");
        String action = given.required("action");
        return WebhookEvent.of(entity, action)
                .orElseThrow(() -> MlflowErrors.invalid(
                        "Invalid action '" + action + "' for entity '" + entity + "' of a webhook's event."));
    }

    private static @Nullable String secret(Parameters given, @Nullable String otherwise) {
        return given.text("secret").map(secret -> limited("secret", secret)).orElse(otherwise);
    }

    private static boolean isActive(Parameters given, boolean otherwise) {
        return given.text("status")
                .map(status -> given.word("status", STATUSES).equals("ACTIVE"))
                .orElse(otherwise);
    }

    private static String limited(String field, String text) {
        if (text.length() > LONGEST_TEXT) {
            throw MlflowErrors.invalid("'" + field + "' exceeds the maximum length of " + LONGEST_TEXT + " characters");
        }
        return text;
    }
}
