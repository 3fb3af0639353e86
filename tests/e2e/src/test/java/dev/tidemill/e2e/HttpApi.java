package dev.tidemill.e2e;

import dev.tidemill.client.engine.LocalEngine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The API of a cloud as it is, for an engine: unsigned, and nothing is tried again. */
record HttpApi(URI base, HttpClient http) implements LocalEngine.Api {
    private static final Set<String> BY_CLIENT = Set.of("content-length", "host");

    /** An answer that is no success. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status, String body) {
            super(status + " " + body);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    @Override
    public String get(String path) {
        return send("GET", path, "");
    }

    @Override
    public String post(String path, String body) {
        return send("POST", path, body);
    }

    @Override
    public String put(String path, String body) {
        return send("PUT", path, body);
    }

    String delete(String path) {
        return send("DELETE", path, "");
    }

    @Override
    public void download(URI address, Path to) throws IOException {
        require(exchange(HttpRequest.newBuilder(address).build(), BodyHandlers.ofFile(to)));
    }

    @Override
    public void upload(URI address, Map<String, String> headers, Path file) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).PUT(BodyPublishers.ofFile(file));
        headers.forEach((name, value) -> {
            if (!BY_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
                request.header(name, value);
            }
        });
        require(exchange(request.build(), BodyHandlers.ofString()));
    }

    private String send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return require(exchange(request, BodyHandlers.ofString()));
    }

    private static <T> T require(HttpResponse<T> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new Refused(answer.statusCode(), String.valueOf(answer.body()));
        }
        return answer.body();
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return http.send(request, body);
        } catch (IOException e) {
            throw new IllegalStateException(request + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
