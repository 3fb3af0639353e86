package dev.tidemill.aws.lambda;

import dev.tidemill.core.access.Caller;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request that came through API Gateway.
 *
 * @param method in upper case
 * @param path decoded, beginning with a slash, without the stage
 * @param query values by name, in the order sent
 * @param headers first value by name in lower case
 * @param body decoded from base64 where it was encoded; empty when none was sent
 * @param requestId of API Gateway, which is the correlation id unless the caller sent one
 * @param caller who called, as far as API Gateway knows
 */
@SuppressWarnings(
        "ArrayRecordComponent") // Nobody compares these; a copy of each body would cost more than it protects.
public record HttpRequest(
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, String> headers,
        byte[] body,
        String requestId,
        Caller caller) {
    /** A request of one who may do everything. */
    public HttpRequest(
            String method,
            String path,
            Map<String, List<String>> query,
            Map<String, String> headers,
            byte[] body,
            String requestId,
            String principal) {
        this(method, path, query, headers, body, requestId, Caller.administrator(principal));
    }

    /** The same request of a caller whose role is known. */
    public HttpRequest of(Caller admitted) {
        return new HttpRequest(method, path, query, headers, body, requestId, admitted);
    }

    /** The name of who called; {@code anonymous} where nobody is told apart. */
    public String principal() {
        return caller.principal();
    }

    /** The first value of a query parameter; empty when it was not sent. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name))
                .filter(values -> !values.isEmpty())
                .map(List::getFirst);
    }

    /** The value of a header, whatever its case; empty when it was not sent. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The id under which everything this request brings about is logged and recorded. */
    public String correlationId() {
        return header("x-correlation-id")
                .filter(id -> id.matches("[A-Za-z0-9_.:-]{1,100}"))
                .orElse(requestId);
    }
}
