package dev.tidemill.mlflowui;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** Passes requests on to the API as they are, and its answers back; redirects reach the browser. */
final class ApiProxy implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    // RFC 9110, section 7.6.1, what the client writes itself, and what is meant for this address alone.
    private static final Set<String> OURS = Set.of(
            "connection",
            "content-length",
            "cookie",
            "expect",
            "host",
            "keep-alive",
            "origin",
            "proxy-authenticate",
            "proxy-authorization",
            "referer",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final String api;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    ApiProxy(URI api) {
        this.api = api.toString().replaceFirst("/$", "");
    }

    void pass(HttpExchange exchange) throws IOException {
        HttpResponse<InputStream> answer;
        try {
            answer = client.send(request(exchange), BodyHandlers.ofInputStream());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", stopping);
        }
        try (InputStream body = answer.body()) {
            answer.headers().map().forEach((name, values) -> {
                if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> exchange.getResponseHeaders().add(name, value));
                }
            });
            boolean empty = exchange.getRequestMethod().equals("HEAD")
                    || answer.statusCode() == 204
                    || answer.statusCode() == 304;
            exchange.sendResponseHeaders(answer.statusCode(), empty ? -1 : 0);
            if (!empty) {
                try (OutputStream out = exchange.getResponseBody()) {
                    body.transferTo(out);
                }
            }
        }
    }

    private HttpRequest request(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api + exchange.getRequestURI()))
                .timeout(LONGEST)
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
