package dev.tidemill.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decision on an event.
 *
 * @param event id of the event decided on
 * @param kind what would be started, such as {@code training}
 * @param decision {@code started}, or the reason against
 * @param execution that was started; null when none was
 * @param source everything the API told, with the figures the decision rests on
 */
public record TriggerInfo(
        String id,
        String event,
        String kind,
        String decision,
        @Nullable String execution,
        @Nullable Instant time,
        Document source) {
    static TriggerInfo of(Document json) {
        String execution = json.at("execution").text("");
        return new TriggerInfo(
                json.at("id").text(""),
                json.at("event").text(""),
                json.at("kind").text(""),
                json.at("decision").text(""),
                execution.isEmpty() ? null : execution,
                json.at("time").instantOrNull(),
                json);
    }
}
