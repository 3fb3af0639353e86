package dev.tidemill.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;

/** Requests of whole bodies over HTTP/1.1 with connections kept. Safe for many virtual threads. */
final class Http {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    /**
     * A request that posts JSON.
     *
     * @param headers beside the content's type
     */
    static HttpRequest post(URI address, String json, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(LONGEST)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
        headers.forEach(request::header);
        return request.build();
    }

    /** Sends a request and waits for the whole answer, whatever its status. */
    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    /**
     * The body of an answer with status 200.
     *
     * @throws MeasurementException when there is none
     */
    String body(HttpRequest request) {
        try {
            HttpResponse<String> answer = send(request);
            if (answer.statusCode() != 200) {
                throw new MeasurementException(request.method() + " " + request.uri() + " answered "
                        + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new MeasurementException(request.uri() + " does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MeasurementException("interrupted", e);
        }
    }

    /** The body of what an address answers with status 200. */
    String get(URI address) {
        return body(HttpRequest.newBuilder(address).timeout(LONGEST).build());
    }
}
