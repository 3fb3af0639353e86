package dev.tidemill.client;

import dev.tidemill.contract.Json;
import dev.tidemill.core.failure.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * One API at one address: sends JSON, reads JSON, tries again what may be tried again (GET and PUT, and a POST with an
 * idempotency key, when nothing or a 502, 503 or 504 was answered), and throws {@link TidemillException} otherwise.
 */
record ApiConnection(HttpClient http, URI base, String workspace, RequestSigner signer, Duration timeout, Pause pause) {
    private static final int ATTEMPTS = 4;
    private static final Set<Integer> TRANSIENT = Set.of(429, 502, 503, 504);
    private static final Set<String> SENT_BY_CLIENT = Set.of("host", "content-length", "connection");

    Document get(String path) {
        return send("GET", path, null, null);
    }

    Document get(String path, Map<String, String> query) {
        return get(path + query(query));
    }

    Document post(String path, Object body, @Nullable String idempotencyKey) {
        return send("POST", path, Json.write(body).getBytes(StandardCharsets.UTF_8), idempotencyKey);
    }

    Document put(String path, Object body) {
        return send("PUT", path, Json.write(body).getBytes(StandardCharsets.UTF_8), null);
    }

    /** Puts a file under a presigned address, with exactly the headers that were signed. */
    void putFile(URI address, Map<String, String> headers, Path file) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(Duration.ofMinutes(10)).PUT(BodyPublishers.ofFile(file));
        headers.forEach((name, value) -> {
            if (!SENT_BY_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
                request.header(name, value);
            }
        });
        HttpResponse<byte[]> answer = exchange(request.build(), true);
        if (answer.statusCode() / 100 != 2) {
            throw new TidemillException(
                    answer.statusCode(),
                    "UPLOAD_FAILED",
                    "The store refused " + file.getFileName() + " with status " + answer.statusCode() + ": "
                            + shortened(text(answer)),
                    List.of(),
                    null,
                    null);
        }
    }

    /** What lies under a presigned address. */
    byte[] fetch(URI address) {
        return fetch(address, BodyHandlers.ofByteArray());
    }

    /**
     * Copies what lies under a presigned address as it comes, so that its size does not matter.
     *
     * @param to written anew once all of it is there; until then, and when it fails, as it was
     * @throws IOException when the file cannot be written
     */
    void fetch(URI address, Path to) throws IOException {
        Path part = Files.createFile(to.resolveSibling(to.getFileName() + "." + UUID.randomUUID() + ".part"));
        try {
            fetch(
                    address,
                    head -> head.statusCode() / 100 == 2
                            ? BodySubscribers.mapping(
                                    BodySubscribers.ofFile(
                                            part, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING),
                                    written -> new byte[0])
                            : BodySubscribers.ofByteArray());
            Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private byte[] fetch(URI address, BodyHandler<byte[]> body) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofMinutes(10))
                .GET()
                .build();
        HttpResponse<byte[]> answer = exchange(request, true, body);
        if (answer.statusCode() / 100 != 2) {
            throw ApiErrors.from("GET", address, answer.statusCode(), text(answer), null);
        }
        return answer.body();
    }

    private Document send(String method, String path, byte @Nullable [] body, @Nullable String idempotencyKey) {
        URI uri = URI.create(base + (workspace.equals("default") ? "" : "/w/" + segment(workspace)) + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Accept", "application/json")
                .header("Accept-Encoding", "gzip");
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json").method(method, BodyPublishers.ofByteArray(body));
        }
        if (idempotencyKey != null) {
            request.header("Idempotency-Key", idempotencyKey);
        }
        new TreeMap<>(signer.headers(method, uri, body == null ? new byte[0] : body)).forEach(request::setHeader);
        boolean repeatable = !method.equals("POST") || idempotencyKey != null;
        HttpResponse<byte[]> answer = exchange(request.build(), repeatable);
        String text = text(answer);
        if (answer.statusCode() / 100 != 2) {
            String correlation = answer.headers().firstValue("X-Correlation-Id").orElse(null);
            throw ApiErrors.from(method, uri, answer.statusCode(), text, correlation, signer.identity());
        }
        if (text.isBlank()) {
            return Document.absent();
        }
        try {
            return Document.parse(text);
        } catch (ProblemException e) {
            throw TidemillException.unexpectedAnswer(method + " " + uri + " answered no JSON: " + shortened(text));
        }
    }

    private HttpResponse<byte[]> exchange(HttpRequest request, boolean repeatable) {
        return exchange(request, repeatable, BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> exchange(HttpRequest request, boolean repeatable, BodyHandler<byte[]> body) {
        for (int attempt = 1; ; attempt++) {
            boolean last = attempt == ATTEMPTS || !repeatable;
            try {
                HttpResponse<byte[]> answer = http.send(request, body);
                if (last || !passes(answer)) {
                    return answer;
                }
            } catch (IOException e) {
                if (last) {
                    throw TidemillException.unreachable(
                            "No answer from " + base + " (" + reason(e)
                                    + "): is Tidemill running there, and does TIDEMILL_API_URL name it?",
                            e);
                }
            } catch (InterruptedException e) {
                throw interrupted(request);
            }
            try {
                pause.lasting(Duration.ofMillis(200L << (attempt - 1)));
            } catch (InterruptedException e) {
                throw interrupted(request);
            }
        }
    }

    /** Whether it may be otherwise a little later: the gateway is busy, or the first of two equal requests still runs. */
    private static boolean passes(HttpResponse<byte[]> answer) {
        return TRANSIENT.contains(answer.statusCode())
                || (answer.statusCode() == 409 && text(answer).contains("\"IN_PROGRESS\""));
    }

    private static TidemillException interrupted(HttpRequest request) {
        Thread.currentThread().interrupt();
        return TidemillException.interrupted(
                "Interrupted while waiting for " + request.method() + " " + request.uri() + ".");
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static String text(HttpResponse<byte[]> answer) {
        byte[] body = answer.body();
        if (answer.headers().firstValue("Content-Encoding").orElse("").equals("gzip")) {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                body = in.readAllBytes();
            } catch (IOException e) {
                throw TidemillException.unexpectedAnswer("The answer of " + answer.uri() + " is no gzip.");
            }
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private static String shortened(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }

    private static String query(Map<String, String> query) {
        String joined = new TreeMap<>(query)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + segment(entry.getValue()))
                        .collect(Collectors.joining("&"));
        return joined.isEmpty() ? "" : "?" + joined;
    }

    /** A text as one segment of a path or one value of a query. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
