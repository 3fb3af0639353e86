package dev.tidemill.trackingapi.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.contract.Json;
import dev.tidemill.core.webhook.Webhook;
import dev.tidemill.core.webhook.WebhookEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against receivers that keep to no protocol. */
class WebhookSenderTest {
    private static final Duration LONGEST = Duration.ofMillis(500);

    /** The head of a TLS record, or of an answer, of which the rest comes a byte at a time and never ends. */
    private static final String TLS_HEAD = "\u0016\u0003\u0003@\u0000";

    private static final String HTTP_HEAD = "HTTP/1.1 200 ";

    private final WebhookSender sender =
            new WebhookSender(Destination.ofSystem(true), LONGEST, InstantSource.fixed(Instant.EPOCH));
    private ServerSocket receiver;

    @BeforeEach
    void listen() throws IOException {
        receiver = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        receiver.close();
    }

    private void answer(String head, boolean endless) {
        Thread.ofVirtual().start(() -> {
            try (Socket socket = receiver.accept();
                    OutputStream out = socket.getOutputStream()) {
                out.write(head.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
                while (endless) {
                    LockSupport.parkNanos(50_000_000);
                    out.write('x');
                    out.flush();
                }
                socket.shutdownOutput();
                assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
            } catch (IOException ended) {
                assertThat(endless).isTrue();
            }
        });
    }

    private WebhookSender.Answer send(String scheme) throws Destination.Refused, IOException {
        String url = scheme + "://127.0.0.1:" + receiver.getLocalPort() + "/hook";
        WebhookEvent event = WebhookEvent.REGISTERED_MODEL_CREATED;
        Webhook webhook = new Webhook("w", "n", url, List.of(event), "", null, true, Instant.EPOCH, Instant.EPOCH);
        return sender.send(webhook, Message.of("event", "w", event, Instant.EPOCH, Json.object()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    @Timeout(10)
    void send_toOneThatDripsForever_endsInTime(String scheme) {
        answer(scheme.equals("https") ? TLS_HEAD : HTTP_HEAD, true);

        assertThatThrownBy(() -> send(scheme)).isInstanceOf(IOException.class).hasMessage("the answer took too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    @Timeout(10)
    void send_toOneThatNeverAnswers_endsInTime(String scheme) {
        assertThatThrownBy(() -> send(scheme)).isInstanceOf(IOException.class).hasMessage("the answer took too long");
    }

    @Test
    void send_answeredByOtherThanHttp_isRefused() {
        answer("220 mail.example.org ESMTP\r\n", false);

        assertThatThrownBy(() -> send("http")).isInstanceOf(IOException.class).hasMessage("the answer is not HTTP");
    }

    @Test
    void send_answered_isTheStatusAndTheBody() throws Destination.Refused, IOException {
        answer("HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok", false);

        assertThat(send("http")).isEqualTo(new WebhookSender.Answer(202, "ok"));
    }
}
