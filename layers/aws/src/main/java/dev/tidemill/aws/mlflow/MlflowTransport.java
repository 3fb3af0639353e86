package dev.tidemill.aws.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.failure.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Sends MLflow requests, tries again what may pass, and signs them where the door asks for it. What is not answered by a
 * success is thrown as {@link MlflowException}. Thread-safe.
 */
public final class MlflowTransport implements MlflowEndpoint {
    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);
    private static final int ATTEMPTS = 6;
    private static final long FIRST_MILLIS = 250;
    private static final Duration TIMEOUT = Duration.ofSeconds(40);

    private final HttpClient http;
    private final String base;
    private final RequestSigner signer;
    private final LongConsumer pauseMillis;

    /**
     * @param base of the API, such as {@code http://127.0.0.1:4566/restapis/x/prod/_user_request_/w/team}: the paths
     *     {@code /api/2.0/mlflow/...} follow it
     */
    public MlflowTransport(URI base, RequestSigner signer) {
        this(base, signer, millis -> LockSupport.parkNanos(millis * 1_000_000));
    }

    MlflowTransport(URI base, RequestSigner signer, LongConsumer pauseMillis) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        this.base = base.toString().replaceFirst("/+$", "") + "/api/2.0/mlflow/";
        this.signer = signer;
        this.pauseMillis = pauseMillis;
    }

    @Override
    public JsonNode get(String path, Map<String, String> query) {
        String parameters = query.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&", "?", ""));
        return send("GET", path + (query.isEmpty() ? "" : parameters), new byte[0]);
    }

    @Override
    public JsonNode post(String path, JsonNode body) {
        return send("POST", path, Json.write(body).getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode send(String method, String path, byte[] body) {
        String request = method + " " + path;
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<String> response =
                        http.send(request(method, path, body), BodyHandlers.ofString(StandardCharsets.UTF_8));
                if (response.statusCode() / 100 == 2) {
                    return Json.parse(response.body().isEmpty() ? "{}" : response.body());
                }
                if (!PASSING.contains(response.statusCode()) || attempt == ATTEMPTS) {
                    throw failure(request, response);
                }
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw new UncheckedIOException(request + " was not answered", e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(request + " was interrupted", e);
            }
            long bound = FIRST_MILLIS << attempt;
            pauseMillis.accept(bound / 2 + ThreadLocalRandom.current().nextLong(bound / 2));
        }
    }

    private HttpRequest request(String method, String path, byte[] body) {
        URI uri = URI.create(base + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        Map<String, String> headers = body.length == 0
                ? Map.of("Accept", "*/*")
                : Map.of("Accept", "*/*", "Content-Type", "application/json");
        signer.sign(method, uri, headers, body).forEach(request::setHeader);
        return request.build();
    }

    private static MlflowException failure(String request, HttpResponse<String> response) {
        try {
            JsonNode body = Json.parse(response.body());
            return new MlflowException(
                    request,
                    response.statusCode(),
                    body.path("error_code").asText(""),
                    body.path("message").asText(""));
        } catch (ProblemException e) {
            return new MlflowException(request, response.statusCode(), "", "an answer that is no JSON");
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
