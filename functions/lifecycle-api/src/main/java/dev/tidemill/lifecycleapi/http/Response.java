package dev.tidemill.lifecycleapi.http;

import dev.tidemill.contract.Json;
import java.util.Map;

/**
 * An answer.
 *
 * @param body JSON
 * @param headers beside those that every answer has
 * @param replay the body for whoever repeats the request under the same idempotency key, and the only one that is
 *     stored: a secret stands in {@code body} alone
 */
public record Response(int status, String body, Map<String, String> headers, String replay) {
    public Response {
        headers = Map.copyOf(headers);
    }

    /** An answer that is the same when it is repeated. */
    public Response(int status, String body, Map<String, String> headers) {
        this(status, body, headers, body);
    }

    /** An answer with a value as its JSON. */
    public static Response of(int status, Object value) {
        return new Response(status, Json.write(value), Map.of());
    }

    /** Status 200 with a value as its JSON. */
    public static Response ok(Object value) {
        return of(200, value);
    }
}
