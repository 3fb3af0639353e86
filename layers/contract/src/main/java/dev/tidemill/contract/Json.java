package dev.tidemill.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.core.Sha256;
import dev.tidemill.core.Span;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/**
 * Reads and writes the contract's records as JSON: instants as ISO-8601, null fields left out, keys in the order of the
 * record. Safe for use by several threads.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(instants())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();
    private static final JsonMapper CANONICAL = MAPPER.rebuild()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Json() {}

    /** The mapper itself, for tree work; not to be configured. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** A new JSON object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Writes a value as compact JSON. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    /** Writes a value as compact JSON, leaving the stream open. */
    public static void write(OutputStream out, Object value) throws IOException {
        out.write(MAPPER.writeValueAsBytes(value));
    }

    /** The value as a tree. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /**
     * Reads a record from JSON that a user sent.
     *
     * @throws ProblemException {@code INVALID_JSON} when the text is no JSON or does not fit the type
     */
    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw invalid(e);
        }
    }

    /**
     * Reads a record from a stream.
     *
     * @throws ProblemException {@code INVALID_JSON} when the content is no JSON or does not fit the type
     */
    public static <T> T read(InputStream json, Class<T> type) throws IOException {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw invalid(e);
        }
    }

    /**
     * Reads a record from a tree.
     *
     * @throws ProblemException {@code INVALID_JSON} when the tree does not fit the type
     */
    public static <T> T read(JsonNode json, Class<T> type) {
        try {
            return MAPPER.treeToValue(json, type);
        } catch (JsonProcessingException e) {
            throw invalid(e);
        }
    }

    /**
     * Reads any JSON.
     *
     * @throws ProblemException {@code INVALID_JSON} when the text is no JSON
     */
    public static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw invalid(e);
        }
    }

    /** Compact JSON with every object's keys in order, equal for equal values; the form that is hashed. */
    public static String canonical(Object value) {
        try {
            Object plain = MAPPER.convertValue(value, Object.class);
            return CANONICAL.writeValueAsString(plain);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    /** SHA-256 of {@link #canonical}, in hexadecimal. */
    public static String hash(Object value) {
        return Sha256.hex(canonical(value));
    }

    private static ProblemException invalid(JsonProcessingException e) {
        String place = e.getLocation() == null
                ? "body"
                : "line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        return new ProblemException(
                "INVALID_JSON",
                "The JSON could not be read: " + e.getOriginalMessage(),
                List.of(new Problem.Detail(place, "", e.getOriginalMessage())));
    }

    private static SimpleModule instants() {
        SimpleModule module = new SimpleModule("tidemill");
        module.addSerializer(new InstantJson.Writer());
        module.addDeserializer(Instant.class, new InstantJson.Reader());
        module.addSerializer(new SpanJson.Writer());
        module.addDeserializer(Span.class, new SpanJson.Reader());
        return module;
    }
}
