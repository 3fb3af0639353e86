package dev.tidemill.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something a state machine did.
 *
 * @param type such as {@code TaskStateEntered}
 * @param state the state's name; empty for an event that belongs to none
 */
public record HistoryEvent(@Nullable Instant time, String type, String state, Document source) {
    static HistoryEvent of(Document json) {
        return new HistoryEvent(
                json.at("time").instantOrNull(),
                json.at("type").text(""),
                json.at("state").text(""),
                json);
    }
}
