package dev.tidemill.client;

import java.time.Instant;

/**
 * A line that was logged for an execution.
 *
 * @param level such as {@code INFO}
 * @param source what logged it, such as {@code trainer}
 */
public record LogLine(Instant time, String level, String source, String message) {
    static LogLine of(Document json) {
        return new LogLine(
                json.at("time").instant(),
                json.at("level").text(""),
                json.at("source").text(""),
                json.at("message").text(""));
    }
}
