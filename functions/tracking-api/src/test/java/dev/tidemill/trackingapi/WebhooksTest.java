package dev.tidemill.trackingapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.event.Event;
import dev.tidemill.core.webhook.InMemoryDeliveries;
import dev.tidemill.core.webhook.InMemoryWebhooks;
import dev.tidemill.trackingapi.webhook.DeliverWebhooks;
import dev.tidemill.trackingapi.webhook.Destination;
import dev.tidemill.trackingapi.webhook.PatientSender;
import dev.tidemill.trackingapi.webhook.WebhookEndpoints;
import dev.tidemill.trackingapi.webhook.WebhookSender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhooksTest {
    private static final String HOOKS = TrackingWorld.API + "webhooks";
    private static final String CREATED = "[{'entity':'MODEL_VERSION','action':'CREATED'}]";
    private static final Event REGISTERED = event(DeliverWebhooks.EVENT_TYPE, "model_version", "created");

    private final InMemoryWebhooks webhooks = new InMemoryWebhooks();
    private final Destination destination = Destination.ofSystem(true);
    private final WebhookSender sender =
            new WebhookSender(destination, Duration.ofSeconds(10), InstantSource.fixed(TrackingWorld.NOW));
    private final AtomicInteger ids = new AtomicInteger();
    private final TrackingWorld world = new TrackingWorld();
    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    private final DeliverWebhooks deliver = deliver(Duration.ofSeconds(30));
    private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
    private final Deque<Integer> statuses = new ConcurrentLinkedDeque<>();
    private HttpServer receiver;

    private record Received(String path, Headers headers, String body) {}

    @BeforeEach
    void start() throws IOException {
        world.api.with(
                new WebhookEndpoints(webhooks, destination, sender, () -> "w" + ids.incrementAndGet()).endpoints());
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        receiver.createContext("/", exchange -> {
            received.add(new Received(
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            Integer status = exchange.getRequestURI().getPath().equals("/bad") ? Integer.valueOf(500) : statuses.poll();
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status == null ? 200 : status, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + path;
    }

    private DeliverWebhooks deliver(Duration patience) {
        InstantSource clock = InstantSource.fixed(TrackingWorld.NOW);
        return new DeliverWebhooks(
                webhooks, new InMemoryDeliveries(), new PatientSender(sender, pauses::add, patience, clock), clock);
    }

    private JsonNode create(String name, String path, String more) {
        return world.post(
                        HOOKS, "{'name':'" + name + "','url':'" + url(path) + "','events':" + CREATED + more + "}", 200)
                .path("webhook");
    }

    @Test
    void webhooks_life() {
        JsonNode created = create("one", "/hook", ",'description':'d','secret':'hidden'");
        assertThat(created.toString())
                .isEqualTo(("{'webhook_id':'w1','name':'one','url':'" + url("/hook") + "','events':[{'entity':"
                                + "'MODEL_VERSION','action':'CREATED'}],'description':'d','status':'ACTIVE',"
                                + "'creation_timestamp':1772359200000,'last_updated_timestamp':1772359200000}")
                        .replace('\'', '"'));
        create("two", "/hook", ",'status':'DISABLED'");

        JsonNode first = world.get(HOOKS + "?max_results=1", 200);
        assertThat(first.path("webhooks")).hasSize(1);
        JsonNode second = world.get(
                HOOKS + "?max_results=1&page_token="
                        + first.path("next_page_token").asText(),
                200);
        assertThat(second.path("webhooks").path(0).path("name").asText()).isEqualTo("two");
        assertThat(second.has("next_page_token")).isFalse();

        JsonNode changed = world.client.json("PATCH", HOOKS + "/w1", "{'name':'uno','status':'DISABLED'}", 200);
        assertThat(changed.path("webhook").path("name").asText()).isEqualTo("uno");
        assertThat(changed.path("webhook").path("description").asText()).isEqualTo("d");
        assertThat(webhooks.find(Workspace.DEFAULT, "w1").orElseThrow().secret())
                .isEqualTo("hidden");

        world.client.json("DELETE", HOOKS + "/w1", "", 200);
        world.get(HOOKS + "/w1", 404);
        world.get(HOOKS + "/w2", 200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'url':'https://example.org','events':[{'entity':'PROMPT','action':'CREATED'}]}",
                "{'name':'-a','url':'https://93.184.216.34','events':[{'entity':'PROMPT','action':'CREATED'}]}",
                "{'name':'a','url':'https://93.184.216.34','events':[]}",
                "{'name':'a','url':'https://93.184.216.34','events':[{'entity':'PROMPT','action':'SET'}]}",
                "{'name':'a','url':'https://93.184.216.34','events':'x'}",
                "{'name':'a','url':'https://10.0.0.1','events':[{'entity':'PROMPT','action':'CREATED'}]}",
                "{'name':'a','url':'https://169.254.169.254/latest','events':[{'entity':'PROMPT','action':'CREATED'}]}",
                "{'name':'a','url':'https://93.184.216.34','status':'x','events':[{'entity':'PROMPT','action':'CREATED'}]}"
            })
    void create_wrong_isRefusedAndStoresNothing(String body) {
        assertThat(world.post(HOOKS, body, 400).path("error_code").asText()).isEqualTo("INVALID_PARAMETER_VALUE");
        assertThat(webhooks.list(Workspace.DEFAULT)).isEmpty();
    }

    @Test
    void test_sendsASignedExample() throws GeneralSecurityException {
        create("one", "/hook?a=b", ",'secret':'hidden'");

        JsonNode result = world.post(HOOKS + "/w1/test", "{}", 200).path("result");

        assertThat(result.path("success").asBoolean()).isTrue();
        assertThat(result.path("response_status").asInt()).isEqualTo(200);
        Received got = received.getFirst();
        assertThat(got.path()).isEqualTo("/hook?a=b");
        JsonNode body = Json.parse(got.body());
        assertThat(body.path("entity").asText()).isEqualTo("model_version");
        assertThat(body.path("action").asText()).isEqualTo("created");
        assertThat(body.path("timestamp").asText()).isEqualTo("2026-03-01T10:00:00.000000+00:00");
        assertThat(body.path("data").path("source").asText()).isEqualTo("models:/123");
        String signed = got.headers().getFirst("X-MLflow-Delivery-Id") + "."
                + got.headers().getFirst("X-MLflow-Timestamp") + "." + got.body();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("hidden".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertThat(got.headers().getFirst("X-MLflow-Signature"))
                .isEqualTo("v1,"
                        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void test_ofARedirect_doesNotFollowIt() {
        create("one", "/hook", "");
        statuses.add(302);

        JsonNode result = world.post(HOOKS + "/w1/test", "{'event':{'entity':'PROMPT','action':'CREATED'}}", 200)
                .path("result");

        assertThat(result.path("response_status").asInt()).isEqualTo(302);
        assertThat(received).hasSize(1);
        assertThat(received.getFirst().headers().containsKey("X-MLflow-Signature"))
                .isFalse();
    }

    private List<String> deliveryIds(String path) {
        return received.stream()
                .filter(got -> got.path().equals(path))
                .map(got -> got.headers().getFirst("X-MLflow-Delivery-Id"))
                .toList();
    }

    @Test
    void deliver_oneFails_othersAreToldOnceAndTheIdStaysTheSame() {
        create("good", "/good", "");
        create("bad", "/bad", "");
        create("off", "/off", ",'status':'DISABLED'");

        assertThat(deliver.deliver(REGISTERED)).isEqualTo(Map.of("w2", "answered with status 500"));
        assertThat(deliver.deliver(REGISTERED)).containsOnlyKeys("w2");

        assertThat(deliveryIds("/good")).hasSize(1);
        assertThat(deliveryIds("/bad")).hasSize(8);
        assertThat(deliveryIds("/bad").stream().distinct())
                .hasSize(1)
                .doesNotContainAnyElementsOf(deliveryIds("/good"));
        assertThat(deliveryIds("/off")).isEmpty();
        assertThat(Json.parse(received.getFirst().body())
                        .path("data")
                        .path("name")
                        .asText())
                .isEqualTo("m");
    }

    @Test
    void deliver_oneFailsAtFirst_isToldAfterGrowingPauses() {
        create("one", "/hook", "");
        statuses.addAll(List.of(429, 503, 200));

        assertThat(deliver.deliver(REGISTERED)).isEmpty();

        assertThat(received).hasSize(3);
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void deliver_nobodyListens_isTriedFourTimes() {
        receiver.stop(0);
        create("one", "/hook", "");

        assertThat(deliver.deliver(REGISTERED).get("w1")).startsWith("ConnectException");

        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 404, 410})
    void deliver_answeredThatItIsUnwanted_isNotTriedAgainAtOnce(int status) {
        create("one", "/hook", "");
        statuses.add(status);

        assertThat(deliver.deliver(REGISTERED)).isEqualTo(Map.of("w1", "answered with status " + status));

        assertThat(received).hasSize(1);
        assertThat(pauses).isEmpty();
    }

    @Test
    void deliver_pastItsPatience_givesUp() {
        create("bad", "/bad", "");

        assertThat(deliver(Duration.ofSeconds(2)).deliver(REGISTERED)).containsOnlyKeys("w1");

        assertThat(pauses).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void deliver_whatNobodyWants_tellsNobody() {
        create("one", "/hook", "");

        assertThat(deliver.deliver(event(DeliverWebhooks.EVENT_TYPE, "model_version_tag", "set")))
                .isEmpty();
        assertThat(deliver.deliver(event("DatasetIngested", "model_version", "created")))
                .isEmpty();

        assertThat(received).isEmpty();
    }

    private static Event event(String type, String entity, String action) {
        return new Event(
                "event-1",
                type,
                1,
                TrackingWorld.NOW,
                Workspace.DEFAULT,
                "",
                "m",
                "req",
                List.of(),
                "{\"entity\":\"" + entity + "\",\"action\":\"" + action + "\",\"data\":{\"name\":\"m\"}}");
    }
}
