package dev.tidemill.trackingapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.lambda.Callers;
import dev.tidemill.contract.Json;
import dev.tidemill.core.loggedmodel.InMemoryLoggedModels;
import dev.tidemill.core.registry.InMemoryRegistry;
import dev.tidemill.core.storage.InMemoryObjectStore;
import dev.tidemill.core.tracking.InMemoryTracking;
import dev.tidemill.trackingapi.run.RunNames;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The handler on the libraries that the function is deployed with, logs and metrics among them. */
class TrackingApiHandlerTest {
    private final InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    private final TrackingApiHandler handler = new TrackingApiHandler(
            new TrackingApi(
                    new InMemoryTracking(clock, "s3://artifacts"),
                    new InMemoryLoggedModels(clock),
                    new InMemoryRegistry(),
                    new InMemoryObjectStore("artifacts"),
                    new RunNames(new Random(7)),
                    () -> "0".repeat(32),
                    clock),
            Callers.OPEN);

    @Test
    void handleRequest_proxyEvent_isAnswered() throws IOException {
        JsonNode answer = handle("""
                {"httpMethod":"GET","path":"/api/2.0/mlflow/experiments/get","headers":{},
                 "queryStringParameters":{"experiment_id":"0"},"body":null,"isBase64Encoded":false,
                 "requestContext":{"requestId":"req-1"}}""");
        assertThat(answer.path("statusCode").asInt()).isEqualTo(200);
        assertThat(answer.path("headers").path("content-type").asText()).isEqualTo("application/json");
        assertThat(answer.path("headers").path("x-correlation-id").asText()).isEqualTo("req-1");
        String body = answer.path("body").asText();
        assertThat(answer.path("isBase64Encoded").asBoolean()).isFalse();
        assertThat(body).contains("\"name\":\"Default\"");
    }

    @Test
    void config_empty_namesEveryFault() {
        assertThatThrownBy(() -> TrackingApiConfig.of(Map.of()))
                .hasMessageContainingAll(
                        "TIDEMILL_ARTIFACTS_BUCKET",
                        "TIDEMILL_REGISTRY_TABLE",
                        "TIDEMILL_LIFECYCLE_TABLE",
                        "TIDEMILL_TRACKING_TABLE");
    }

    private JsonNode handle(String event) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), out, context());
        return Json.parse(out.toString(StandardCharsets.UTF_8));
    }

    private static Context context() {
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, arguments) -> method.getReturnType() == String.class
                        ? "test"
                        : method.getReturnType() == int.class ? 512 : null);
    }
}
