package dev.tidemill.lifecycleapi.http;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.Caller;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as the routes see it.
 *
 * @param method in upper case
 * @param path without the workspace's prefix, such as {@code /v1/projects}
 * @param query the last value of each parameter
 * @param headers by name in lower case
 * @param body empty when there is none
 * @param caller who asks
 * @param parameters values of the route's placeholders
 */
public record Request(
        Workspace workspace,
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        String body,
        Caller caller,
        String correlationId,
        Map<String, String> parameters) {
    public Request {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
        parameters = Map.copyOf(parameters);
    }

    /** The name of who asks; {@code anonymous} where nobody is told apart. */
    public String principal() {
        return caller.principal();
    }

    /** A header's value; null when it was not sent. */
    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /**
     * The value of a placeholder of the route.
     *
     * @throws IllegalArgumentException when the route has none of this name
     */
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no placeholder '" + name + "'");
        }
        return value;
    }

    Request of(Caller admitted) {
        return new Request(workspace, method, path, query, headers, body, admitted, correlationId, parameters);
    }

    Request with(Map<String, String> values) {
        return new Request(workspace, method, path, query, headers, body, caller, correlationId, values);
    }
}
