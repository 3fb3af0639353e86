package dev.tidemill.client;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One change to a registered model. It is never rewritten.
 *
 * @param id ULID; a later event has a higher one
 * @param type such as {@code AliasMoved}
 * @param model its name when this happened
 * @param version the version concerned; null when it is the model
 * @param alias the alias concerned; null when it is none
 * @param who the principal or execution that asked
 * @param why in words; empty when nothing was said
 * @param request correlation id of the request that asked
 * @param before what the fields that changed held, by field such as {@code version.status}; without those that were not
 *     there
 * @param after what they hold since; without those that are no longer there
 */
public record ModelEvent(
        String id,
        String type,
        String model,
        @Nullable Integer version,
        @Nullable String alias,
        String who,
        String why,
        String request,
        Instant time,
        Map<String, String> before,
        Map<String, String> after) {
    public ModelEvent {
        before = Map.copyOf(before);
        after = Map.copyOf(after);
    }

    static ModelEvent of(Document json) {
        Document version = json.at("version");
        Document alias = json.at("alias");
        return new ModelEvent(
                json.at("id").text(),
                json.at("type").text(),
                json.at("model").text(""),
                version.isPresent() ? (Integer) (int) version.integer() : null,
                alias.isPresent() ? alias.text() : null,
                json.at("who").text(""),
                json.at("why").text(""),
                json.at("request").text(""),
                json.at("time").instant(),
                texts(json.at("before")),
                texts(json.at("after")));
    }

    private static Map<String, String> texts(Document fields) {
        Map<String, String> texts = new TreeMap<>();
        fields.fields().forEach((field, value) -> texts.put(field, value.text("")));
        return texts;
    }
}
