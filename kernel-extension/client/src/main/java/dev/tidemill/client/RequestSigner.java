package dev.tidemill.client;

import java.net.URI;
import java.util.Map;

/** Proves who sends a request: an IAM signature, a bearer token. Safe for use by several threads. */
@FunctionalInterface
public interface RequestSigner {
    /** Signs nothing, for an API that is open on the loopback. */
    RequestSigner NONE = (method, uri, body) -> Map.of();

    /**
     * The headers to add to a request.
     *
     * @param method such as {@code POST}
     * @param uri with its query
     * @param body exactly what is sent; empty when nothing is
     */
    Map<String, String> headers(String method, URI uri, byte[] body);

    /** As whom it signs, for a message: such as {@code AWS profile 'dev'}; empty for nobody, or when it cannot tell. */
    default String identity() {
        return "";
    }
}
