package dev.tidemill.trackingapi.webhook;

import dev.tidemill.core.webhook.Webhook;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Posts a message by HTTP/1.1 over a connection of its own to an address that was looked at, which the JDK's client
 * cannot be told; the certificate is that of the host's name. Redirects are answers like others: none is followed.
 * Safe for use by several threads.
 */
public final class WebhookSender {
    private static final int MOST_READ = 8192;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: [^\\r\\n]*)?\\r?\\n");

    private final Destination destination;
    private final Duration longest;
    private final InstantSource clock;

    /**
     * An answer.
     *
     * @param body its beginning, with whatever framing it came in
     */
    record Answer(int status, String body) {}

    /**
     * Sends to a destination.
     *
     * @param longest time from the connection's beginning to the answer's end
     */
    public WebhookSender(Destination destination, Duration longest, InstantSource clock) {
        this.destination = destination;
        this.longest = longest;
        this.clock = clock;
    }

    /**
     * Sends.
     *
     * @throws Destination.Refused when the webhook's address may not be sent to, as it resolves now
     * @throws IOException when nothing that is HTTP was answered in time
     */
    Answer send(Webhook webhook, Message message) throws Destination.Refused, IOException {
        Destination.Place place = destination.check(webhook.url());
        byte[] body = message.body().getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("POST " + place.target() + " HTTP/1.1\r\nHost: " + host(place)
                + "\r\nUser-Agent: tidemill\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n");
        Map<String, String> headers = message.headers(webhook.secret(), clock.instant());
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("\r\n");
        long end = System.nanoTime() + longest.toNanos();
        try (Socket plain = new Socket()) {
            Thread watch = Thread.ofVirtual().start(() -> closeLate(plain));
            try (Socket socket = connect(plain, place)) {
                socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(body);
                socket.getOutputStream().flush();
                return answer(socket);
            } finally {
                watch.interrupt();
            }
        } catch (IOException e) {
            throw end - System.nanoTime() > 0 ? e : new IOException("the answer took too long", e);
        }
    }

    /** A receiver that sends a byte now and then would else hold the connection for good. */
    private void closeLate(Socket socket) {
        try {
            Thread.sleep(longest);
            socket.close();
        } catch (InterruptedException answered) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String host(Destination.Place place) {
        boolean usual = place.port() == (place.tls() ? 443 : 80);
        return usual ? place.host() : place.host() + ":" + place.port();
    }

    private Socket connect(Socket plain, Destination.Place place) throws IOException {
        plain.connect(new InetSocketAddress(place.address(), place.port()), (int) longest.toMillis());
        if (!place.tls()) {
            return plain;
        }
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket tls = (SSLSocket) factory.createSocket(plain, place.host(), place.port(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    private static Answer answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] read = new byte[MOST_READ];
        int length = 0;
        while (length < MOST_READ) {
            int more = in.read(read, length, MOST_READ - length);
            if (more < 0) {
                break;
            }
            length += more;
        }
        String text = new String(read, 0, length, StandardCharsets.UTF_8);
        Matcher status = STATUS.matcher(text);
        if (!status.lookingAt()) {
            throw new IOException("the answer is not HTTP");
        }
        int blank = text.indexOf("\r\n\r\n");
        return new Answer(Integer.parseInt(status.group(1)), blank < 0 ? "" : text.substring(blank + 4));
    }
}
