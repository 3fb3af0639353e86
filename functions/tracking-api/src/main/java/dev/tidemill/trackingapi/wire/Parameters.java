package dev.tidemill.trackingapi.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.aws.lambda.HttpRequest;
import dev.tidemill.contract.Json;
import dev.tidemill.core.failure.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The parameters of a request or of an object within it: those of the query for GET, of the JSON body otherwise. As in
 * proto JSON, an empty text or null is a parameter that was not given, whole numbers may be texts, and what is unknown
 * is ignored.
 */
public final class Parameters {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");

    private final JsonNode values;
    private final boolean ofQuery;
    /** Where in the request these parameters stand, as errors name it: empty, or such as {@code metrics[0].}. */
    private final String place;

    private Parameters(JsonNode values) {
        this(values, false, "");
    }

    private Parameters(JsonNode values, boolean ofQuery, String place) {
        this.values = values;
        this.ofQuery = ofQuery;
        this.place = place;
    }

    /**
     * Reads a request.
     *
     * @throws ProblemException {@code INVALID_PARAMETER_VALUE} when the body is no JSON object or not declared as JSON
     */
    public static Parameters of(HttpRequest request) {
        if (request.body().length == 0 || request.method().equals("GET")) {
            return new Parameters(query(request), true, "");
        }
        if (!request.header("content-type").orElse("").startsWith("application/json")) {
            throw MlflowErrors.invalid("Bad Request. Content-Type must be 'application/json', not '"
                    + request.header("content-type").orElse("") + "'.");
        }
        JsonNode body = parse(new String(request.body(), StandardCharsets.UTF_8));
        JsonNode object = body.isTextual() ? parse(body.asText()) : body;
        if (!object.isObject()) {
            throw MlflowErrors.invalid("The request's body must be a JSON object.");
        }
        return new Parameters(object);
    }

    /** The parameters of the query alone, whatever the body is. */
    public static Parameters ofQuery(HttpRequest request) {
        return new Parameters(query(request), true, "");
    }

    /** These parameters with others, which win. */
    public Parameters with(Parameters others) {
        if (others.values.isEmpty()) {
            return this;
        }
        ObjectNode all = values.deepCopy();
        others.values.properties().forEach(one -> all.set(one.getKey(), one.getValue()));
        return new Parameters(all, ofQuery, place);
    }

    /** The parameters within an object of a request. */
    public static Parameters within(JsonNode object) {
        return new Parameters(object);
    }

    /** The parameters as one JSON object. */
    public JsonNode json() {
        return values;
    }

    /** A parameter's name with its place in the request, such as {@code metrics[0].key}. */
    String place(String name) {
        return place + name;
    }

    private static JsonNode parse(String text) {
        try {
            return Json.parse(text);
        } catch (ProblemException e) {
            throw MlflowErrors.invalid(
                    "The request's body is no JSON: " + e.problem().message());
        }
    }

    private static ObjectNode query(HttpRequest request) {
        ObjectNode object = Json.object();
        request.query().forEach((name, values) -> {
            if (values.size() == 1) {
                object.put(name, values.getFirst());
            } else {
                ArrayNode array = object.putArray(name);
                values.forEach(array::add);
            }
        });
        return object;
    }

    /**
     * A text.
     *
     * @throws ProblemException when it was not given or is no text
     */
    public String required(String name) {
        return text(name).orElseThrow(() -> MlflowErrors.missing(place + name));
    }

    /**
     * A text; empty when it was not given.
     *
     * @throws ProblemException when it is no text
     */
    public Optional<String> text(String name) {
        return given(name).map(value -> {
            if (!value.isTextual()) {
                throw invalid(place + name, value, "Value was of type '" + type(value) + "'.");
            }
            return value.asText();
        });
    }

    /** A text that may be empty; empty also when it was not given. */
    public String textOrEmpty(String name) {
        return text(name).orElse("");
    }

    /** The first of several names of one parameter that was given. */
    public String requiredAny(String name, String older) {
        return text(name).or(() -> text(older)).orElseThrow(() -> MlflowErrors.missing(place + name));
    }

    /**
     * A whole number.
     *
     * @throws ProblemException when it was not given or is no whole number
     */
    public long requiredNumber(String name) {
        return number(name).orElseThrow(() -> MlflowErrors.missing(place + name));
    }

    /**
     * A whole number; empty when it was not given.
     *
     * @throws ProblemException when it is no whole number of 64 bits
     */
    public OptionalLong number(String name) {
        Optional<JsonNode> value = given(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        JsonNode node = value.get();
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return OptionalLong.of(node.asLong());
        }
        if (node.isFloatingPointNumber() && node.asDouble() == Math.rint(node.asDouble()) && node.canConvertToLong()) {
            return OptionalLong.of(node.asLong());
        }
        try {
            if (node.isTextual()) {
                if (!WHOLE.matcher(node.asText()).matches()) {
                    throw invalid(place + name, node, "Value must be an integer.");
                }
                return OptionalLong.of(Long.parseLong(node.asText()));
            }
        } catch (NumberFormatException e) {
            throw invalid(place + name, node, "Value must be an integer.");
        }
        throw invalid(place + name, node, "Value was of type '" + type(node) + "'.");
    }

    /**
     * A number, which may be NaN or infinite as a text.
     *
     * @throws ProblemException when it was not given or is no number
     */
    public double requiredValue(String name) {
        JsonNode node = given(name).orElseThrow(() -> MlflowErrors.missing(place + name));
        if (node.isNumber()) {
            return node.asDouble();
        }
        String text = node.isTextual() ? node.asText() : "";
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException e) {
                    throw invalid(place + name, node, "Value must be a number.");
                }
            }
        };
    }

    /**
     * True or false of a body; empty when it was not given.
     *
     * @throws ProblemException when it is no boolean
     */
    public Optional<Boolean> truth(String name) {
        return given(name).map(value -> {
            if (!value.isBoolean()) {
                throw invalid(place + name, value, "Value was of type '" + type(value) + "'.");
            }
            return value.asBoolean();
        });
    }

    /**
     * One word of an enumeration, given itself or by its number as proto JSON allows.
     *
     * @param words in the order of their numbers, from 0
     * @throws ProblemException when it was not given or is none of them
     */
    public String word(String name, List<String> words) {
        JsonNode value = given(name).orElseThrow(() -> MlflowErrors.missing(place + name));
        if (value.isTextual() && words.contains(value.asText())) {
            return value.asText();
        }
        if (value.isInt() && value.asInt() >= 0 && value.asInt() < words.size()) {
            return words.get(value.asInt());
        }
        throw invalid(place + name, value, "Expected one of " + words + ".");
    }

    /**
     * Texts; empty when none were given.
     *
     * @throws ProblemException when one is no text
     */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode value : elements(name)) {
            if (!value.isTextual()) {
                throw invalid(place + name, value, "Value was of type '" + type(value) + "'.");
            }
            texts.add(value.asText());
        }
        return texts;
    }

    /**
     * An object; empty when it was not given.
     *
     * @throws ProblemException when it is no object
     */
    public Optional<Parameters> object(String name) {
        return given(name).map(value -> {
            if (!value.isObject()) {
                throw invalid(place + name, value, "Value was of type '" + type(value) + "'.");
            }
            return new Parameters(value, false, place + name + ".");
        });
    }

    /**
     * Objects; empty when none were given.
     *
     * @throws ProblemException when one is no object
     */
    public List<Parameters> objects(String name) {
        List<Parameters> objects = new ArrayList<>();
        for (JsonNode value : elements(name)) {
            if (!value.isObject()) {
                throw invalid(place + name, value, "Value was of type '" + type(value) + "'.");
            }
            objects.add(new Parameters(value, false, place + name + "[" + objects.size() + "]."));
        }
        return objects;
    }

    private Iterable<JsonNode> elements(String name) {
        return given(name)
                .map(value -> {
                    if (value.isArray()) {
                        return (Iterable<JsonNode>) value;
                    }
                    if (!ofQuery) {
                        throw invalid(place + name, value, "Value was of type '" + type(value) + "'.");
                    }
                    return List.of(value);
                })
                .orElse(List.of());
    }

    private Optional<JsonNode> given(String name) {
        JsonNode value = values.get(name);
        boolean absent = value == null
                || value.isNull()
                || (value.isTextual() && value.asText().isEmpty());
        return absent ? Optional.empty() : Optional.of(value);
    }

    /** The failure of a parameter whose value cannot be used. */
    public static ProblemException invalid(String name, Object value, String why) {
        String shown = value.toString();
        String shortened = shown.length() > 200 ? shown.substring(0, 200) + "..." : shown;
        return MlflowErrors.invalid(
                "Invalid value " + shortened + " for parameter '" + name + "' supplied: " + why + MlflowErrors.SEE);
    }

    private static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "list";
            case BOOLEAN -> "bool";
            case NUMBER -> value.isIntegralNumber() ? "int" : "float";
            case OBJECT -> "dict";
            case STRING -> "str";
            default -> "None";
        };
    }
}
