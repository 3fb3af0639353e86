package dev.tidemill.functionhost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A host on a free port, called as the local Lambda service calls it. */
final class RunningHost implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final HostServer server;

    RunningHost(FakeLambdaApi api, Path home, Duration idle, int starting) throws IOException {
        this(api, home, idle, starting, true);
    }

    RunningHost(FakeLambdaApi api, Path home, Duration idle, int starting, boolean nativeClient) throws IOException {
        server = FunctionHostMain.start(
                new HostOptions(
                        0, api.endpoint(), "us-east-1", home, 10, idle, starting, 4096, Map.of("FROM_HOST", "yes")),
                nativeClient);
    }

    /**
     * What the caller got.
     *
     * @param status HTTP status
     * @param body the JSON
     */
    record Reply(int status, JsonNode body) {
        String error() {
            return body.path("errorType").asText() + ": "
                    + body.path("errorMessage").asText();
        }
    }

    Reply invoke(String function, String event) {
        return invokeAsync(function, event, Duration.ofSeconds(60)).join();
    }

    /** Calls another host. */
    Reply invokeAt(int port, String function, String event) {
        return send(uri(port, "/invoke"), function, event, Duration.ofSeconds(60))
                .join();
    }

    /** The deadline counts from now, as the local Lambda service sets it. */
    CompletableFuture<Reply> invokeAsync(String function, String event, Duration deadline) {
        return send(uri(server.port(), "/invoke"), function, event, deadline);
    }

    private CompletableFuture<Reply> send(URI uri, String function, String event, Duration deadline) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("X-Amzn-Lambda-Function-Name", function)
                .header("X-Amzn-Lambda-Function-Version", "$LATEST")
                .header(
                        "X-Amzn-Lambda-Function-Arn",
                        "arn:aws:lambda:us-east-1:000000000000:function:" + function + ":live")
                .header("X-Amzn-Lambda-Request-Id", UUID.randomUUID().toString())
                .header("X-Amzn-Trace-Id", "Root=1-00000000-000000000000000000000001;Sampled=1")
                .header("X-Amzn-Lambda-Deadline-Ms", Long.toString(System.currentTimeMillis() + deadline.toMillis()))
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> new Reply(response.statusCode(), read(response.body())));
    }

    JsonNode status() throws IOException, InterruptedException {
        return read(http.send(
                        HttpRequest.newBuilder(uri(server.port(), "/_host/status"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException notJson) {
            throw new IllegalStateException(json, notJson);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
