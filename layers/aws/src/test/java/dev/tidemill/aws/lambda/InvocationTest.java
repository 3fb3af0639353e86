package dev.tidemill.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.failure.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class InvocationTest {
    private static final String CALL = """
            {"action":"register","request":{},"execution":{"workspace":"team","id":"E1","project":"flights",\
            "revision":"r1","kind":"training","correlationId":"corr","causationIds":[]}}""";

    @Test
    void worker_problem_isAFailedOutcome() throws IOException {
        JsonNode answer = work(call -> {
            throw new ProblemException("NO_ROWS", "No rows.");
        });
        assertThat(answer.path("outcome").asText()).isEqualTo("FAILED");
        assertThat(answer.path("problem").path("code").asText()).isEqualTo("NO_ROWS");
    }

    @Test
    void worker_success_isWritten() throws IOException {
        JsonNode answer = work(
                call -> WorkerOutcome.succeeded(Map.of("id", call.execution().id())));
        assertThat(answer.path("result").path("id").asText()).isEqualTo("E1");
    }

    @Test
    void worker_otherFailure_isThrown() {
        assertThatThrownBy(() -> work(call -> {
                    throw new IllegalStateException("try again");
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void http_request_isDecoded() throws IOException {
        ObjectNode event = event("POST", "{\"a\":1}");
        event.putObject("queryStringParameters").put("k", "2");
        event.putObject("multiValueQueryStringParameters")
                .putArray("k")
                .add("1")
                .add("2");
        event.putObject("headers").put("Content-Type", "application/json").put("X-Correlation-Id", "mine");
        JsonNode answer = http(event, request -> {
            assertThat(request.query()).isEqualTo(Map.of("k", List.of("1", "2")));
            assertThat(request.header("content-type")).contains("application/json");
            assertThat(request.body()).asString().isEqualTo("{\"a\":1}");
            assertThat(request.correlationId()).isEqualTo("mine");
            return HttpResponse.json(201, Map.of("ok", true));
        });
        assertThat(answer.path("statusCode").asInt()).isEqualTo(201);
        assertThat(answer.path("headers").path("x-correlation-id").asText()).isEqualTo("mine");
        assertThat(body(answer)).asString().isEqualTo("{\"ok\":true}");
    }

    @Test
    void http_largeAnswer_isCompressedWhenAskedFor() throws IOException {
        ObjectNode event = event("GET", "");
        event.putObject("headers").put("Accept-Encoding", "gzip, deflate").put("Accept", "*/*");
        String text = "x".repeat(10_000_000);
        JsonNode answer = http(event, request -> HttpResponse.text(200, "text/plain", text));
        assertThat(answer.path("headers").path("content-encoding").asText()).isEqualTo("gzip");
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body(answer)))) {
            assertThat(in.readAllBytes()).asString().isEqualTo(text);
        }
    }

    @Test
    void http_callerWithoutAccept_getsTextThatNoGatewayHasToDecode() throws IOException {
        ObjectNode event = event("GET", "");
        event.putObject("headers").put("Accept-Encoding", "gzip");
        JsonNode answer = http(event, request -> HttpResponse.text(200, "text/plain", "x".repeat(10_000)));
        assertThat(answer.path("headers").has("content-encoding")).isFalse();
        assertThat(answer.path("isBase64Encoded").asBoolean()).isFalse();
    }

    @Test
    void http_overTheLimits_isRefused() throws IOException {
        String tooMuch = "x".repeat(HttpInvocation.MOST_BYTES + 1);
        assertThat(http(event("POST", tooMuch), request -> HttpResponse.json(200, Map.of()))
                        .path("statusCode")
                        .asInt())
                .isEqualTo(413);
        assertThat(http(event("GET", ""), request -> HttpResponse.text(200, "text/plain", tooMuch))
                        .path("statusCode")
                        .asInt())
                .isEqualTo(400);
    }

    @Test
    void http_failure_tellsNoDetails() throws IOException {
        JsonNode answer = http(event("GET", ""), request -> {
            throw new IllegalStateException("secret");
        });
        assertThat(answer.path("statusCode").asInt()).isEqualTo(503);
        assertThat(answer.toString()).doesNotContain("secret");
    }

    private static JsonNode work(Function<WorkerCall, WorkerOutcome> worker) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WorkerInvocation.handle(stream(CALL), out, new FakeContext(), worker);
        return Json.parse(out.toString(StandardCharsets.UTF_8));
    }

    private static JsonNode http(ObjectNode event, Function<HttpRequest, HttpResponse> routes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HttpInvocation.handle(stream(event.toString()), out, new FakeContext(), Callers.OPEN, routes, new StatusOnly());
        return Json.parse(out.toString(StandardCharsets.UTF_8));
    }

    private static ObjectNode event(String method, String body) {
        ObjectNode event =
                Json.object().put("httpMethod", method).put("path", "/x").put("body", body);
        event.putObject("requestContext").put("requestId", "req");
        return event;
    }

    private static byte[] body(JsonNode answer) {
        String body = answer.path("body").asText();
        return answer.path("isBase64Encoded").asBoolean()
                ? Base64.getDecoder().decode(body)
                : body.getBytes(StandardCharsets.UTF_8);
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class StatusOnly implements HttpInvocation.Refusals {
        @Override
        public HttpResponse bodyTooLarge(HttpRequest request, long bytes) {
            return HttpResponse.json(413, Map.of());
        }

        @Override
        public HttpResponse answerTooLarge(HttpRequest request, long bytes) {
            return HttpResponse.json(400, Map.of());
        }

        @Override
        public HttpResponse failed(HttpRequest request) {
            return HttpResponse.json(503, Map.of());
        }
    }
}
