package dev.tidemill.trackingapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.webhook.InMemoryDeliveries;
import dev.tidemill.core.webhook.InMemoryWebhooks;
import dev.tidemill.core.webhook.Webhook;
import dev.tidemill.core.webhook.WebhookEvent;
import dev.tidemill.trackingapi.webhook.DeliverWebhooks;
import dev.tidemill.trackingapi.webhook.Destination;
import dev.tidemill.trackingapi.webhook.PatientSender;
import dev.tidemill.trackingapi.webhook.WebhookSender;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The handler with an event as EventBridge passes it to a function. */
class WebhookDeliveryHandlerTest {
    private static final String EVENT = """
            {"version":"0","id":"6a7e8feb-b491-4cf7-a9f1-bf3703467718","detail-type":"RegistryChanged",
             "source":"tidemill","account":"000000000000","time":"2026-03-01T10:00:00Z","region":"us-east-1",
             "resources":[],"detail":{"envelopeVersion":1,"id":"event-1","type":"RegistryChanged","version":1,
             "time":"2026-03-01T10:00:00Z","workspace":"default","project":"","subject":"m","correlationId":"req-1",
             "causationIds":[],
             "detail":{"entity":"registered_model","action":"created","data":{"name":"m"}}}}""";

    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final InMemoryWebhooks webhooks = new InMemoryWebhooks();
    private final InstantSource clock = InstantSource.fixed(TrackingWorld.NOW);
    private final WebhookDeliveryHandler handler = new WebhookDeliveryHandler(new DeliverWebhooks(
            webhooks,
            new InMemoryDeliveries(),
            new PatientSender(
                    new WebhookSender(Destination.ofSystem(true), Duration.ofSeconds(10), clock),
                    wait -> {},
                    Duration.ofSeconds(30),
                    clock),
            clock));
    private HttpServer receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        receiver.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            exchange.getRequestBody().readAllBytes();
            told.add(path);
            exchange.sendResponseHeaders(path.equals("/bad") ? 500 : 204, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private void webhook(String id, String path) {
        webhooks.put(
                Workspace.DEFAULT,
                new Webhook(
                        id,
                        id,
                        "http://127.0.0.1:" + receiver.getAddress().getPort() + path,
                        List.of(WebhookEvent.REGISTERED_MODEL_CREATED),
                        "",
                        null,
                        true,
                        TrackingWorld.NOW,
                        TrackingWorld.NOW));
    }

    private JsonNode handle(String event) throws IOException {
        Context context = (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, arguments) -> method.getReturnType() == String.class
                        ? "test"
                        : method.getReturnType() == int.class ? 512 : null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), out, context);
        return Json.parse(out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void handleRequest_allTold_answersWithTheEvent() throws IOException {
        webhook("w1", "/one");
        webhook("w2", "/two");

        assertThat(handle(EVENT).path("event").asText()).isEqualTo("event-1");

        assertThat(told).containsExactlyInAnyOrder("/one", "/two");
    }

    @Test
    void handleRequest_oneNotTold_failsWithItsReasonAfterTheOthersWereTold() {
        webhook("w1", "/bad");
        webhook("w2", "/two");

        assertThatThrownBy(() -> handle(EVENT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("webhooks were not told of event event-1: {w1=answered with status 500}");

        assertThat(told).containsExactlyInAnyOrder("/two", "/bad", "/bad", "/bad", "/bad");
    }

    @Test
    void handleRequest_again_tellsOnlyThoseNotToldBefore() {
        webhook("w1", "/bad");
        webhook("w2", "/two");
        assertThatThrownBy(() -> handle(EVENT)).isInstanceOf(IllegalStateException.class);

        assertThatThrownBy(() -> handle(EVENT)).isInstanceOf(IllegalStateException.class);

        assertThat(told).containsOnlyOnce("/two").filteredOn("/bad"::equals).hasSize(8);
    }

    @Test
    void handleRequest_ofAnotherEnvelope_fails() {
        assertThatThrownBy(() -> handle(EVENT.replace("\"envelopeVersion\":1", "\"envelopeVersion\":2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("event envelope version 2 is unknown");
    }
}
