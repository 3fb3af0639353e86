package dev.tidemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidemill.client.Document;
import dev.tidemill.localcloud.LocalCloud;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** From a change of the registry through outbox, bus and function to subscribers of this machine. */
class WebhookTest {
    private static final String MLFLOW = "/api/2.0/mlflow/";
    private static final String SECRET = "a secret of the test's";
    private static final String FAILURES = "tidemill-webhook-failures";

    private final LocalCloud cloud = LocalCloud.get();
    private final HttpApi api = new HttpApi(cloud.api(), HttpClient.newHttpClient());
    private final Map<String, BlockingQueue<Told>> told = new ConcurrentHashMap<>();
    private final BlockingQueue<Integer> flaky = new LinkedBlockingQueue<>(List.of(503, 429));
    private final List<String> webhooks = new ArrayList<>();
    private final String model = "told-" + UUID.randomUUID();
    private HttpServer receiver;

    private record Told(String id, String timestamp, String signature, String body) {}

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::receive);
        receiver.start();
    }

    /** Counts only what is of this test's model: other tests make models too. */
    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            Headers headers = exchange.getRequestHeaders();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            int status = 204;
            if (body.contains(model)) {
                status = status(path);
                of(path).add(new Told(
                        headers.getFirst("X-MLflow-Delivery-Id"),
                        headers.getFirst("X-MLflow-Timestamp"),
                        headers.getFirst("X-MLflow-Signature"),
                        body));
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private int status(String path) {
        Integer failure = path.equals("/flaky") ? flaky.poll() : null;
        return path.equals("/broken") ? 500 : failure == null ? 204 : failure;
    }

    private BlockingQueue<Told> of(String path) {
        return told.computeIfAbsent(path, absent -> new LinkedBlockingQueue<>());
    }

    @AfterEach
    void close() {
        webhooks.forEach(webhook -> api.delete(MLFLOW + "webhooks/" + webhook));
        receiver.stop(0);
    }

    private void subscribe(String path) {
        String address = "http://127.0.0.1:" + receiver.getAddress().getPort() + path;
        webhooks.add(json(api.post(
                        MLFLOW + "webhooks",
                        "{\"name\":\"of-a-test\",\"url\":\"" + address + "\",\"secret\":\"" + SECRET
                                + "\",\"events\":[{\"entity\":\"REGISTERED_MODEL\",\"action\":\"CREATED\"}]}"))
                .at("webhook", "webhook_id")
                .text());
    }

    private void register() {
        api.post(MLFLOW + "registered-models/create", "{\"name\":\"" + model + "\"}");
    }

    @Test
    void registeredModel_created_isToldSignedToASubscriberThatFailsTwice()
            throws InterruptedException, GeneralSecurityException {
        subscribe("/flaky");

        register();

        List<Told> attempts = new ArrayList<>();
        for (int attempt = 1; attempt <= 3; attempt++) {
            Told next = of("/flaky").poll(60, TimeUnit.SECONDS);
            assertThat(next).as("attempt %s", attempt).isNotNull();
            assertThat(json(next.body()).at("data", "name").text()).isEqualTo(model);
            assertThat(next.signature()).isEqualTo("v1," + signature(next));
            attempts.add(next);
        }
        assertThat(attempts)
                .extracting(Told::id)
                .containsOnly(attempts.getFirst().id());
        assertThat(of("/flaky").poll(3, TimeUnit.SECONDS))
                .as("told again after it was told")
                .isNull();
    }

    @Test
    void registeredModel_createdWithASubscriberThatAlwaysFails_liesInTheFailureQueueAndTheOtherWasTold()
            throws InterruptedException {
        subscribe("/broken");
        subscribe("/good");

        register();

        Document failure = json(failure());
        Document event = failure.at("requestPayload");
        assertThat(event.at("detail-type").text()).isEqualTo("RegistryChanged");
        assertThat(event.at("detail", "detail", "data", "name").text()).isEqualTo(model);
        assertThat(failure.at("requestContext", "condition").text()).isEqualTo("RetriesExhausted");
        assertThat(failure.at("responsePayload", "errorMessage").text())
                .contains("webhooks were not told", webhooks.getFirst(), "answered with status 500")
                .doesNotContain(webhooks.getLast());
        assertThat(of("/good")).hasSize(1);
        assertThat(of("/broken"))
                .hasSize(12)
                .extracting(Told::id)
                .containsOnly(of("/broken").peek().id());
    }

    /** The body of the model's message in the failure queue, which it takes out. */
    private String failure() throws InterruptedException {
        try (SqsClient sqs = SqsClient.builder()
                .endpointOverride(cloud.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build()) {
            String queue =
                    sqs.getQueueUrl(request -> request.queueName(FAILURES)).queueUrl();
            for (int second = 0; second < 120; second++) {
                for (Message message : sqs.receiveMessage(request ->
                                request.queueUrl(queue).maxNumberOfMessages(10).visibilityTimeout(2))
                        .messages()) {
                    if (message.body().contains(model)) {
                        sqs.deleteMessage(request -> request.queueUrl(queue).receiptHandle(message.receiptHandle()));
                        return message.body();
                    }
                }
                Thread.sleep(1000);
            }
            throw new AssertionError(
                    "the event of " + model + " is not in " + FAILURES + " after two minutes; told: " + told.keySet());
        }
    }

    private static Document json(String text) {
        try {
            return Document.of(new ObjectMapper().readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }

    private static String signature(Told told) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed = told.id() + "." + told.timestamp() + "." + told.body();
        return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }
}
