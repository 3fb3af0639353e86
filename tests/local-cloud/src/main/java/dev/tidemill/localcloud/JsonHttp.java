package dev.tidemill.localcloud;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemill.client.Document;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;

/** JSON over HTTP, for what the client has no word for. */
public final class JsonHttp {
    private static final ObjectMapper JSON = new ObjectMapper();
    // An upgrade to HTTP/2 can leave the emulator's endpoint hanging.
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private JsonHttp() {}

    public static Document get(URI address) {
        return send("GET", address, null);
    }

    public static Document post(URI address, Object body) {
        return send("POST", address, body);
    }

    private static Document send(String method, URI address, @Nullable Object body) {
        try {
            BodyPublisher content =
                    body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(JSON.writeValueAsString(body));
            HttpRequest request = HttpRequest.newBuilder(address)
                    .header("Content-Type", "application/json")
                    .method(method, content)
                    .build();
            return Document.of(
                    JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body()));
        } catch (IOException e) {
            throw new IllegalStateException(address + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
