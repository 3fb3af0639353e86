package dev.tidemill.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tidemill.contract.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * An immutable JSON value of an answer, with the place it was found at. A place that does not exist is an absent
 * document, not an error, until a value is asked of it. Safe for use by several threads.
 */
public final class Document {
    private final JsonNode node;
    private final String place;

    private Document(JsonNode node, String place) {
        this.node = node;
        this.place = place;
    }

    /** The JSON of a record, map, list, text, number or boolean. */
    public static Document of(Object value) {
        return new Document(Json.tree(value), "");
    }

    static Document parse(String json) {
        return new Document(Json.parse(json), "");
    }

    /** A document that is nowhere. */
    public static Document absent() {
        return new Document(MissingNode.getInstance(), "");
    }

    /**
     * The value under a path of field names and element numbers; absent when there is none.
     *
     * @param path such as {@code "gates", "0", "decision"}
     */
    public Document at(String... path) {
        JsonNode found = node;
        for (String step : path) {
            found = found.isArray() && step.matches("\\d{1,9}") ? found.path(Integer.parseInt(step)) : found.path(step);
        }
        return new Document(found, place + "/" + String.join("/", path));
    }

    /** Tells whether there is a value that is not null. */
    public boolean isPresent() {
        return !node.isMissingNode() && !node.isNull();
    }

    /** Tells whether it is a JSON array. */
    public boolean isArray() {
        return node.isArray();
    }

    /** Tells whether it is a JSON object. */
    public boolean isObject() {
        return node.isObject();
    }

    /** Tells whether it is a JSON number. */
    public boolean isNumber() {
        return node.isNumber();
    }

    /**
     * The text, or a number or boolean as text.
     *
     * @throws TidemillException {@code UNEXPECTED_ANSWER} when there is none
     */
    public String text() {
        if (!node.isValueNode() || node.isNull()) {
            throw unexpected("a text");
        }
        return node.asText();
    }

    /** The text, or a number or boolean as text; the given text when there is none. */
    public String text(String otherwise) {
        return node.isValueNode() && isPresent() ? node.asText() : otherwise;
    }

    /**
     * @throws TidemillException {@code UNEXPECTED_ANSWER} when it is no number
     */
    public double number() {
        if (!node.isNumber()) {
            throw unexpected("a number");
        }
        return node.doubleValue();
    }

    /**
     * @throws TidemillException {@code UNEXPECTED_ANSWER} when it is no number
     */
    public long integer() {
        if (!node.isNumber()) {
            throw unexpected("a whole number");
        }
        return node.longValue();
    }

    /** The whole number, or the given one when there is none. */
    public long integer(long otherwise) {
        return node.isNumber() ? node.longValue() : otherwise;
    }

    /** True when it is the JSON value {@code true}. */
    public boolean isTrue() {
        return node.booleanValue();
    }

    /**
     * @throws TidemillException {@code UNEXPECTED_ANSWER} when it is no instant in ISO-8601
     */
    public Instant instant() {
        try {
            return OffsetDateTime.parse(node.asText()).toInstant();
        } catch (DateTimeException e) {
            throw unexpected("an instant such as 2013-07-01T04:00:00Z");
        }
    }

    /** The instant, or null when there is no value. */
    public @Nullable Instant instantOrNull() {
        return isPresent() ? instant() : null;
    }

    /** The elements of an array; empty when it is none. */
    public List<Document> elements() {
        if (!node.isArray()) {
            return List.of();
        }
        List<Document> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            elements.add(new Document(node.get(i), place + "/" + i));
        }
        return List.copyOf(elements);
    }

    /** The fields of an object in its order; empty when it is none. */
    public Map<String, Document> fields() {
        Map<String, Document> fields = new LinkedHashMap<>();
        node.properties()
                .forEach(field ->
                        fields.put(field.getKey(), new Document(field.getValue(), place + "/" + field.getKey())));
        return fields;
    }

    /** The elements as texts; empty when it is no array. */
    public List<String> texts() {
        return StreamSupport.stream(node.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** The value in Java's own types: Map, List, String, Long, Double, Boolean; null when absent. */
    public @Nullable Object value() {
        return switch (node.getNodeType()) {
            case MISSING, NULL -> null;
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.isIntegralNumber() ? (Object) node.longValue() : (Object) node.doubleValue();
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                elements().forEach(element -> list.add(element.value()));
                yield list;
            }
            case OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                fields().forEach((name, field) -> map.put(name, field.value()));
                yield map;
            }
            default -> node.asText();
        };
    }

    JsonNode node() {
        return node;
    }

    /** The JSON, indented; empty when absent. */
    @Override
    public String toString() {
        return node.isMissingNode() ? "" : node.toPrettyString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Document that && node.equals(that.node);
    }

    @Override
    public int hashCode() {
        return node.hashCode();
    }

    private TidemillException unexpected(String expected) {
        String found = node.isMissingNode() ? "nothing" : node.toString();
        return TidemillException.unexpectedAnswer(
                "The answer has " + (found.length() > 80 ? found.substring(0, 80) + "…" : found) + " at "
                        + (place.isEmpty() ? "its root" : place) + ", expected " + expected);
    }
}
