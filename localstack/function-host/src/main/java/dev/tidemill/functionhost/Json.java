package dev.tidemill.functionhost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON in the shapes that Lambda's APIs give to errors. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The error type stands first because the proxy's caller sees only the beginning of the text. */
    static byte[] error(String type, String message) {
        return bytes(object().put("errorType", type).put("errorMessage", message));
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The error that a function posted; a body that is no JSON object becomes the message. */
    static Invocation.Outcome.Failed posted(byte[] body) {
        try {
            JsonNode error = MAPPER.readTree(body);
            if (error.isObject()) {
                return new Invocation.Outcome.Failed(
                        error.path("errorType").asText("Unknown"),
                        error.path("errorMessage").asText(""),
                        body);
            }
        } catch (IOException notJson) {
            return Invocation.Outcome.Failed.of("Unknown", new String(body, java.nio.charset.StandardCharsets.UTF_8));
        }
        return Invocation.Outcome.Failed.of("Unknown", new String(body, java.nio.charset.StandardCharsets.UTF_8));
    }
}
