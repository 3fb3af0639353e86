package dev.tidemill.trackingapi.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A page of a result: it ends after so many things, or earlier when its JSON would pass what an answer may hold; the
 * next page's token is given only when there is a next page.
 *
 * @param offset of its first thing
 * @param limit most things it holds
 */
public record Pages(int offset, int limit) {
    private static final int MOST_CHARACTERS = 3_500_000;

    /**
     * Reads {@code max_results} and {@code page_token}.
     *
     * @param usual when none is given; 0 where one must be given
     * @throws ProblemException when one cannot be used
     */
    public static Pages of(Parameters parameters, int usual, int most) {
        int limit = limit(parameters, usual, most);
        return new Pages(offset(parameters.textOrEmpty("page_token")), limit);
    }

    /**
     * Reads {@code max_results}.
     *
     * @param usual when none is given; 0 where one must be given
     * @throws ProblemException when it cannot be used
     */
    public static int limit(Parameters parameters, int usual, int most) {
        OptionalLong asked = parameters.number("max_results");
        long limit = asked.orElse(usual);
        if (limit < 1 || limit > most) {
            throw MlflowErrors.invalid("Invalid value " + limit + " for parameter 'max_results' supplied. It must be "
                    + (limit < 1 ? "a positive integer" : "at most " + most));
        }
        return (int) limit;
    }

    private static int offset(String token) {
        if (token.isEmpty()) {
            return 0;
        }
        try {
            JsonNode offset = Json.parse(new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8))
                    .path("offset");
            if (offset.isInt() && offset.asInt() >= 0) {
                return offset.asInt();
            }
        } catch (IllegalArgumentException | ProblemException e) {
            throw MlflowErrors.invalid("Invalid page token, could not base64-decode: " + token);
        }
        throw MlflowErrors.invalid("Invalid page token: " + token);
    }

    /**
     * Writes the page of a whole result.
     *
     * @param name of the array
     */
    public <T> ObjectNode write(String name, List<T> all, Function<T, ObjectNode> writer) {
        int start = Math.min(offset, all.size());
        return write(name, all.subList(start, Math.min(all.size(), start + limit)), start + limit < all.size(), writer);
    }

    /**
     * Writes things that are already those of this page.
     *
     * @param more whether others follow
     */
    public <T> ObjectNode write(String name, List<T> page, boolean more, Function<T, ObjectNode> writer) {
        ObjectNode answer = Json.object();
        ArrayNode array = answer.putArray(name);
        int characters = 0;
        int written = 0;
        for (T thing : page) {
            ObjectNode json = writer.apply(thing);
            characters += json.toString().length();
            if (written > 0 && characters > MOST_CHARACTERS) {
                break;
            }
            array.add(json);
            written++;
        }
        if (more || written < page.size()) {
            answer.put("next_page_token", token(offset + written));
        }
        return answer;
    }

    private static String token(int offset) {
        String json = Json.object().put("offset", offset).toString();
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
