package dev.tidemill.lifecycleapi.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.Spelling;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object of a request, read field by field. Faults are collected; {@link #check} tells them all. What is read
 * before it is a placeholder where there is a fault. Not thread-safe.
 */
public final class Body {
    private final JsonNode json;
    private final List<Problem.Detail> faults = new ArrayList<>();

    private Body(JsonNode json, List<String> known) {
        this.json = json;
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                faults.add(
                        new Problem.Detail("body /" + name, name, "a known field: " + Spelling.expected(known, name)));
            }
        });
    }

    /**
     * The body of a request; no body is an empty object.
     *
     * @param known the fields that may be sent
     * @throws ProblemException {@code INVALID_JSON} when it is no JSON object
     */
    public static Body of(Request request, String... known) {
        JsonNode json = request.body().isBlank() ? Json.object() : Json.parse(request.body());
        if (!json.isObject()) {
            throw new ProblemException(
                    "INVALID_JSON",
                    "The body must be a JSON object.",
                    List.of(new Problem.Detail("body", shortened(json), "a JSON object")));
        }
        return new Body(json, List.of(known));
    }

    /** Whether a field was sent with a value. */
    public boolean has(String name) {
        return json.hasNonNull(name);
    }

    /** A text that must be there. */
    public String text(String name, String expected) {
        String value = optionalText(name, expected);
        if (value == null || value.isBlank()) {
            if (!has(name) || json.path(name).isTextual()) {
                fault(name, value == null ? "" : value, expected);
            }
            return "";
        }
        return value;
    }

    /** A text; null when it was not sent. */
    public @Nullable String optionalText(String name, String expected) {
        if (!has(name)) {
            return null;
        }
        if (!json.path(name).isTextual()) {
            fault(name, shortened(json.path(name)), "a text: " + expected);
            return null;
        }
        return json.path(name).asText();
    }

    /** One of some words. */
    public String choice(String name, String otherwise, Set<String> allowed) {
        String value = optionalText(name, String.join(", ", new TreeSet<>(allowed)));
        if (value == null) {
            return otherwise;
        }
        if (!allowed.contains(value)) {
            fault(name, value, Spelling.expected(new TreeSet<>(allowed), value));
        }
        return value;
    }

    /** A whole number of at least {@code least}; null when it was not sent. */
    public @Nullable Long integer(String name, long least) {
        if (!has(name)) {
            return null;
        }
        JsonNode value = json.path(name);
        boolean textual = value.isTextual() && value.asText().matches("[0-9]{1,18}");
        if (!(value.isIntegralNumber() && value.canConvertToLong()) && !textual) {
            fault(name, shortened(value), "a whole number");
            return null;
        }
        long number = value.asLong();
        if (number < least) {
            fault(name, String.valueOf(number), "at least " + least);
        }
        return number;
    }

    /** An instant; null when it was not sent. */
    public @Nullable Instant instant(String name) {
        String expected = "an ISO-8601 instant with an offset, such as 2013-07-01T04:00:00Z";
        String value = optionalText(name, expected);
        if (value == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException e) {
            fault(name, value, expected);
            return null;
        }
    }

    /** True or false; false when it was not sent. */
    public boolean flag(String name) {
        if (has(name) && !json.path(name).isBoolean()) {
            fault(name, shortened(json.path(name)), "true or false");
        }
        return json.path(name).asBoolean(false);
    }

    /** A list of texts; empty when it was not sent. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        JsonNode list = json.path(name);
        if (has(name) && !list.isArray()) {
            fault(name, shortened(list), "a list of texts");
        }
        for (int i = 0; i < list.size(); i++) {
            if (!list.path(i).isTextual()) {
                fault(name + "/" + i, shortened(list.path(i)), "a text");
            }
            texts.add(list.path(i).asText());
        }
        return texts;
    }

    /** Texts by name; empty when it was not sent. */
    public Map<String, String> textMap(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        JsonNode map = json.path(name);
        if (has(name) && !map.isObject()) {
            fault(name, shortened(map), "an object of texts");
        }
        map.properties().forEach(entry -> {
            if (!entry.getValue().isTextual()) {
                fault(name + "/" + entry.getKey(), shortened(entry.getValue()), "a text");
            }
            texts.put(entry.getKey(), entry.getValue().asText());
        });
        return texts;
    }

    /** An object that must be there; an empty one where there is a fault. */
    public JsonNode object(String name, String expected) {
        JsonNode value = json.path(name);
        if (!value.isObject()) {
            fault(name, has(name) ? shortened(value) : "", expected);
            return Json.object();
        }
        return value;
    }

    /** Adds a fault of a field. */
    public void fault(String name, String value, String expected) {
        faults.add(new Problem.Detail("body /" + name, value, expected));
    }

    /**
     * Ends the reading.
     *
     * @throws ProblemException {@code INVALID_REQUEST} with every fault found
     */
    public void check() {
        if (!faults.isEmpty()) {
            throw new ProblemException(
                    "INVALID_REQUEST",
                    "The body has " + faults.size() + (faults.size() == 1 ? " fault." : " faults."),
                    faults);
        }
    }

    private static String shortened(JsonNode value) {
        String text = value.isTextual() ? value.asText() : value.toString();
        return text.length() <= 120 ? text : text.substring(0, 120) + "...";
    }
}
