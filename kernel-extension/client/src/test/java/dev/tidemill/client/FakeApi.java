package dev.tidemill.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidemill.contract.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An API in this process that answers what a test scripted and keeps what it was sent. */
final class FakeApi implements AutoCloseable {
    record Request(String method, String target, Map<String, String> headers, String body) {
        Document json() {
            return Document.parse(body);
        }
    }

    private record Answer(int status, String body, Map<String, String> headers) {}

    private final HttpServer server;
    private final Map<String, Deque<Answer>> script = new HashMap<>();
    private final List<Request> requests = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    FakeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** A client whose pauses pass at once, moving its clock. */
    TidemillClient client() {
        Pause pause = span -> {
            pauses.add(span);
            now = now.plus(span);
        };
        InstantSource clock = () -> now;
        return new TidemillClient(
                new ApiConnection(
                        HttpClient.newHttpClient(),
                        address(),
                        "default",
                        RequestSigner.NONE,
                        Duration.ofSeconds(10),
                        pause),
                clock);
    }

    /** The next answers to a method and target (path with query); the last one is repeated. */
    FakeApi on(String methodAndTarget, int status, Object body) {
        return on(methodAndTarget, status, body, Map.of());
    }

    FakeApi on(String methodAndTarget, int status, Object body, Map<String, String> headers) {
        String text = body instanceof String string ? string : Json.write(body);
        script.computeIfAbsent(methodAndTarget, key -> new ArrayDeque<>()).add(new Answer(status, text, headers));
        return this;
    }

    List<Request> requests() {
        return requests;
    }

    Request only(String methodAndTarget) {
        List<Request> found = requests.stream()
                .filter(request -> (request.method() + " " + request.target()).equals(methodAndTarget))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(methodAndTarget + " was sent " + found.size() + " times: "
                    + requests.stream().map(r -> r.method() + " " + r.target()).toList());
        }
        return found.getFirst();
    }

    List<Duration> pauses() {
        return pauses;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
            String target = exchange.getRequestURI().toString();
            requests.add(new Request(
                    exchange.getRequestMethod(),
                    target,
                    headers,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            Answer answer = next(exchange.getRequestMethod() + " " + target);
            answer.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer next(String key) {
        @Nullable Deque<Answer> answers = script.get(key);
        if (answers == null) {
            return new Answer(
                    404,
                    "{\"error\":{\"code\":\"NOT_SCRIPTED\",\"message\":\"" + key + "\",\"details\":[]}}",
                    Map.of());
        }
        return answers.size() == 1 ? answers.getFirst() : answers.removeFirst();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
