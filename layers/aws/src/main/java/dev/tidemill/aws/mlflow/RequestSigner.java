package dev.tidemill.aws.mlflow;

import java.net.URI;
import java.util.Map;

/** Says who sends a request. Safe for use by several threads. */
@FunctionalInterface
public interface RequestSigner {
    /** Sends requests as they are. */
    RequestSigner NONE = (method, uri, headers, body) -> headers;

    /**
     * Signs a request.
     *
     * @param headers of the request so far
     * @return the headers to send, those given among them
     */
    Map<String, String> sign(String method, URI uri, Map<String, String> headers, byte[] body);
}
