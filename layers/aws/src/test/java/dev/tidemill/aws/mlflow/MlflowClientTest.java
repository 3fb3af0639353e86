package dev.tidemill.aws.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidemill.contract.Json;
import dev.tidemill.core.tracking.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

class MlflowClientTest {
    private record Answer(int status, String body) {}

    private final List<String> requests = new ArrayList<>();
    private final List<JsonNode> bodies = new ArrayList<>();
    private final List<String> authorizations = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final HttpServer server = start();

    @BeforeEach
    void begin() {
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void experiment_absent_isCreated() {
        answers.add(new Answer(200, "{}"));
        answers.add(new Answer(200, "{\"experiment_id\":\"7\"}"));
        assertThat(client(RequestSigner.NONE).experiment("flight-delays")).isEqualTo("7");
        assertThat(requests)
                .containsExactly(
                        "POST /w/team/api/2.0/mlflow/experiments/search",
                        "POST /w/team/api/2.0/mlflow/experiments/create");
        assertThat(bodies.getFirst().path("filter").asText()).isEqualTo("name = 'flight-delays'");
    }

    @Test
    void experiment_createdInBetween_isFound() {
        answers.add(new Answer(200, "{}"));
        answers.add(new Answer(400, "{\"error_code\":\"RESOURCE_ALREADY_EXISTS\",\"message\":\"there\"}"));
        answers.add(new Answer(200, "{\"experiments\":[{\"experiment_id\":\"7\"}]}"));
        assertThat(client(RequestSigner.NONE).experiment("flight-delays")).isEqualTo("7");
    }

    @Test
    void send_passingFailures_areTriedAgain() {
        answers.add(new Answer(503, ""));
        answers.add(new Answer(429, "busy"));
        answers.add(new Answer(200, "{}"));
        client(RequestSigner.NONE).updateRun("r", "FINISHED", 5L);
        assertThat(requests).hasSize(3);
        assertThat(bodies.getLast().toString()).isEqualTo("{\"run_id\":\"r\",\"status\":\"FINISHED\",\"end_time\":5}");
    }

    @Test
    void send_badRequest_isNotTriedAgain() {
        answers.add(new Answer(400, "{\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"bad\"}"));
        assertThatThrownBy(() -> client(RequestSigner.NONE).updateRun("r", "X", null))
                .isInstanceOf(MlflowException.class)
                .hasMessageContainingAll("400", "INVALID_PARAMETER_VALUE", "bad");
        assertThat(requests).hasSize(1);
    }

    @Test
    void log_more_thanABatch_isSplit() {
        List<Metric> metrics = IntStream.range(0, 2500)
                .mapToObj(i -> new Metric("m", i == 7 ? Double.NaN : i, i, i))
                .toList();
        client(RequestSigner.NONE).log("r", metrics, Map.of("p", "1"), Map.of("t", "2"));
        assertThat(bodies).extracting(body -> body.path("metrics").size()).containsExactly(998, 1000, 502);
        assertThat(bodies.getFirst().path("metrics").path(7).path("value").asText())
                .isEqualTo("NaN");
        assertThat(bodies.getFirst().path("params").toString()).isEqualTo("[{\"key\":\"p\",\"value\":\"1\"}]");
    }

    @Test
    void createRun_namesItsRequest() {
        answers.add(new Answer(
                200,
                "{\"run\":{\"info\":{\"run_id\":\"abc\",\"experiment_id\":\"7\",\"artifact_uri\":\"s3://a/b\"}}}"));
        assertThat(client(RequestSigner.NONE).createRun("7", "E1", "name", "user", 5, Map.of()))
                .isEqualTo(new MlflowClient.CreatedRun("abc", "7", "s3://a/b"));
        assertThat(bodies.getFirst().path("tags").toString())
                .isEqualTo("[{\"key\":\"tidemill.requestId\",\"value\":\"E1\"}]");
    }

    @Test
    void send_signed_carriesVersionFour() {
        SigV4Signer signer = new SigV4Signer(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "SECRET")), Region.EU_WEST_1);
        client(signer).updateRun("r", "RUNNING", null);
        assertThat(authorizations.getFirst())
                .startsWith("AWS4-HMAC-SHA256 Credential=AKID/")
                .contains("/eu-west-1/execute-api/aws4_request", "content-type", "host", "Signature=");
    }

    private MlflowClient client(RequestSigner signer) {
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/w/team/");
        return new MlflowClient(new MlflowTransport(base, signer, millis -> {}));
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        authorizations.add(String.join(",", exchange.getRequestHeaders().getOrDefault("Authorization", List.of())));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        bodies.add(Json.parse(body.isEmpty() ? "{}" : body));
        Answer answer = answers.isEmpty() ? new Answer(200, "{}") : answers.pop();
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static HttpServer start() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
