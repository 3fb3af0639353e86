package dev.tidemill.contract.workflow;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemill.contract.Json;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What may be told of an error that a state machine caught. Lambda gives the cause as JSON with {@code errorMessage},
 * {@code errorType} and {@code stackTrace}, which Step Functions cuts off where it is too long: the trace is left out,
 * and of a message of several lines only the first is kept.
 *
 * @param type such as {@code java.io.IOException}; null when the cause names none
 * @param message one line; empty when nothing was said
 */
public record ErrorCause(@Nullable String type, String message) {
    private static final int LONGEST = 1000;

    /** Reads a cause of Step Functions; null and empty text give an empty message. */
    public static ErrorCause of(@Nullable String cause) {
        String text = cause == null ? "" : cause.strip();
        return text.startsWith("{") ? ofJson(text) : new ErrorCause(null, line(text));
    }

    /**
     * The error in one line: its name, the type where it is another, and the message.
     *
     * @param error the name that Step Functions gives it; null when it gives none
     */
    public String after(@Nullable String error) {
        String known = error == null || error.isEmpty() ? null : error;
        return Stream.of(known, Objects.equals(type, known) ? null : type, message.isEmpty() ? null : message)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(": "));
    }

    /** Token by token, because what was cut off is no JSON any more. */
    private static ErrorCause ofJson(String text) {
        String type = null;
        String message = "";
        try (JsonParser parser = Json.mapper().createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                boolean said = parser.nextToken() == JsonToken.VALUE_STRING;
                if (said && (field.equals("errorType") || field.equals("Error"))) {
                    type = parser.getText();
                } else if (said && (field.equals("errorMessage") || field.equals("Cause"))) {
                    message = line(parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            return new ErrorCause(type, message);
        }
        return new ErrorCause(type, message);
    }

    private static String line(String text) {
        String first = text.lines().findFirst().orElse("").strip();
        return first.length() <= LONGEST ? first : first.substring(0, LONGEST) + "...";
    }
}
