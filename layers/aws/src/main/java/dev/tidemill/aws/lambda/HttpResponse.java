package dev.tidemill.aws.lambda;

import dev.tidemill.contract.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * An answer to a request.
 *
 * @param headers by name; {@code content-type} among them
 */
@SuppressWarnings(
        "ArrayRecordComponent") // Nobody compares these; a copy of each body would cost more than it protects.
public record HttpResponse(int status, Map<String, String> headers, byte[] body) {
    public HttpResponse {
        headers = Map.copyOf(headers);
    }

    /** An answer whose body is a record or tree as JSON. */
    public static HttpResponse json(int status, Object body) {
        return text(status, "application/json", Json.write(body));
    }

    /** An answer whose body is text. */
    public static HttpResponse text(int status, String contentType, String body) {
        return new HttpResponse(status, Map.of("content-type", contentType), body.getBytes(StandardCharsets.UTF_8));
    }

    /** This answer with a header more. */
    public HttpResponse with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new HttpResponse(status, more, body);
    }
}
