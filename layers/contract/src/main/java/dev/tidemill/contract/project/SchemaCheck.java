package dev.tidemill.contract.project;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The JSON Schema of {@code project.yaml}, and its verdict in words. Safe for use by several threads. */
final class SchemaCheck {
    /** Resource of the schema beside this class. */
    static final String RESOURCE = "project.schema.json";

    private final JsonNode source;
    private final JsonSchema schema;

    SchemaCheck() {
        this.source = read();
        this.schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        source,
                        SchemaValidatorsConfig.builder()
                                .pathType(PathType.JSON_POINTER)
                                .build());
    }

    /**
     * Checks a document.
     *
     * @return whether what the schema knows of it is well-typed: unknown keys aside, nothing was found
     */
    boolean check(JsonNode document, Findings findings) {
        List<ValidationMessage> messages = new ArrayList<>(schema.validate(document));
        Map<String, Set<String>> meant = new HashMap<>();
        boolean wellTyped = true;
        for (ValidationMessage message : messages) {
            if (message.getType().equals("additionalProperties")) {
                unknownKey(message, meant, findings);
            }
        }
        for (ValidationMessage message : messages) {
            if (!message.getType().equals("additionalProperties")) {
                wellTyped = false;
                fault(message, meant, findings);
            }
        }
        return wellTyped;
    }

    private void unknownKey(ValidationMessage message, Map<String, Set<String>> meant, Findings findings) {
        String at = message.getInstanceLocation().toString();
        String key = message.getProperty();
        JsonNode parent = parentOf(message);
        List<String> known = new ArrayList<>();
        parent.path("properties").fieldNames().forEachRemaining(known::add);
        if (known.isEmpty()) {
            findings.error(
                    at + YamlDocument.step(key), key, parent.path("$comment").asText("no key at all"));
            return;
        }
        String guess = Spelling.closest(key, known);
        if (guess != null) {
            meant.computeIfAbsent(at, k -> new HashSet<>()).add(guess);
        }
        findings.error(at + YamlDocument.step(key), key, "a known key: " + Spelling.expected(known, key));
    }

    private void fault(ValidationMessage message, Map<String, Set<String>> meant, Findings findings) {
        String at = message.getInstanceLocation().toString();
        JsonNode parent = parentOf(message);
        JsonNode rule = message.getSchemaNode();
        JsonNode value = message.getInstanceNode();
        if (message.getType().equals("required")) {
            String missing = message.getProperty();
            if (!meant.getOrDefault(at, Set.of()).contains(missing)) {
                findings.error(at + YamlDocument.step(missing), "", "'" + missing + "': " + describe(parent, missing));
            }
            return;
        }
        String text = value.isTextual() ? value.asText() : value.toString();
        String expected = switch (message.getType()) {
            case "type" -> type(rule, value) + description(parent);
            case "enum" -> Spelling.expected(texts(rule), text);
            case "const" -> rule.asText();
            case "minimum" -> "at least " + rule.asText() + description(parent);
            case "maximum" -> "at most " + rule.asText() + description(parent);
            case "exclusiveMinimum" -> "more than " + rule.asText() + description(parent);
            case "exclusiveMaximum" -> "less than " + rule.asText() + description(parent);
            case "minLength" -> "a text that is not empty" + description(parent);
            case "maxLength" -> "at most " + rule.asText() + " characters" + description(parent);
            case "minItems" -> "at least " + rule.asText() + " entries" + description(parent);
            case "uniqueItems" -> "each entry once";
            case "minProperties" -> "at least " + rule.asText() + " entry" + description(parent);
            case "maxProperties" -> "at most " + rule.asText() + " of " + String.join(", ", keys(parent));
            case "pattern" ->
                description(parent).isEmpty()
                        ? "a text like " + rule.asText()
                        : description(parent).substring(2);
            default -> message.getMessage();
        };
        findings.error(at, text, expected);
    }

    private JsonNode parentOf(ValidationMessage message) {
        String pointer = Objects.requireNonNull(message.getSchemaLocation().getFragment())
                .toString();
        int end = pointer.lastIndexOf('/');
        return source.at(JsonPointer.compile(end <= 0 ? "" : pointer.substring(0, end)));
    }

    private String describe(JsonNode parent, String property) {
        JsonNode node = parent.path("properties").path(property);
        String own = node.path("description").asText("");
        return own.isEmpty() && node.has("$ref")
                ? resolved(node).path("description").asText("")
                : own;
    }

    private JsonNode resolved(JsonNode node) {
        return source.at(JsonPointer.compile(node.path("$ref").asText().substring(1)));
    }

    private static String description(JsonNode schema) {
        String text = schema.path("description").asText("");
        return text.isEmpty() ? "" : ": " + text;
    }

    private static String type(JsonNode rule, JsonNode value) {
        List<String> allowed = new ArrayList<>();
        for (String type : rule.isArray() ? texts(rule) : List.of(rule.asText())) {
            allowed.add(
                    switch (type) {
                        case "string" -> "a text";
                        case "integer" -> "a whole number";
                        case "number" -> "a number";
                        case "boolean" -> "true or false";
                        case "array" -> "a list";
                        default -> "a mapping";
                    });
        }
        String expected = String.join(" or ", allowed);
        boolean oldBoolean = allowed.contains("true or false")
                && Set.of("yes", "no", "on", "off").contains(value.asText(""));
        return oldBoolean ? expected + " (yes, no, on and off are texts)" : expected;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static List<String> keys(JsonNode parent) {
        List<String> keys = new ArrayList<>();
        parent.path("properties").fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static JsonNode read() {
        try (InputStream in = Objects.requireNonNull(SchemaCheck.class.getResourceAsStream(RESOURCE))) {
            return Json.mapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the schema of projects cannot be read", e);
        }
    }
}
