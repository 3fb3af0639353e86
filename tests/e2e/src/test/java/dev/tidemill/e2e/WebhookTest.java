package dev.tidemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.tidemill.client.Document;
import dev.tidemill.localcloud.LocalCloud;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a change of the registry through outbox, bus, queue and function to a subscriber of this machine. */
class WebhookTest {
    private static final String MLFLOW = "/api/2.0/mlflow/";
    private static final String SECRET = "a secret of the test's";

    private final HttpApi api = new HttpApi(LocalCloud.get().api(), HttpClient.newHttpClient());
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private HttpServer receiver;

    private record Told(String id, String timestamp, String signature, String body) {}

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            var headers = exchange.getRequestHeaders();
            told.add(new Told(
                    headers.getFirst("X-MLflow-Delivery-Id"),
                    headers.getFirst("X-MLflow-Timestamp"),
                    headers.getFirst("X-MLflow-Signature"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void close() {
        receiver.stop(0);
    }

    private static Document json(String text) {
        try {
            return Document.of(new ObjectMapper().readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }

    @Test
    void registeredModel_created_isToldToItsSubscriberSigned() throws InterruptedException, GeneralSecurityException {
        String model = "told-" + UUID.randomUUID();
        String address = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
        String webhook = json(api.post(
                        MLFLOW + "webhooks",
                        "{\"name\":\"of-a-test\",\"url\":\"" + address + "\",\"secret\":\"" + SECRET
                                + "\",\"events\":[{\"entity\":\"REGISTERED_MODEL\",\"action\":\"CREATED\"}]}"))
                .at("webhook", "webhook_id")
                .text();
        try {
            api.post(MLFLOW + "registered-models/create", "{\"name\":\"" + model + "\"}");

            Told first = told.poll(60, TimeUnit.SECONDS);
            while (first != null && !first.body().contains(model)) {
                first = told.poll(60, TimeUnit.SECONDS);
            }

            assertThat(first).as("nothing was told of " + model).isNotNull();
            assertThat(json(first.body()).at("data", "name").text()).isEqualTo(model);
            assertThat(first.signature()).isEqualTo("v1," + signature(first));
        } finally {
            api.delete(MLFLOW + "webhooks/" + webhook);
        }
    }

    private static String signature(Told told) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed = told.id() + "." + told.timestamp() + "." + told.body();
        return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }
}
