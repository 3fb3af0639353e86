package dev.tidemill.functionhost;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.tidemill.functionhost.FunctionHost.Call;
import dev.tidemill.functionhost.Invocation.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The host's one port on the loopback: {@code /invoke} for callers, {@code /env/ID/...} for processes,
 * {@code /_host/status} for people.
 */
public final class HostServer implements AutoCloseable {
    static {
        // Without it each small answer waits 40 ms for the peer's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.idleInterval", "3600");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    }

    private static final InetAddress LOOPBACK = loopback();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final FunctionHost host;
    private final InstantSource clock;

    HostServer(FunctionHost host, int port, InstantSource clock) throws IOException {
        this.host = host;
        this.clock = clock;
        this.server = HttpServer.create(new InetSocketAddress(LOOPBACK, port), 1024);
        server.setExecutor(threads);
        server.createContext("/invoke", guarded(this::invoke));
        server.createContext("/env/", guarded(new RuntimeApi(host.factory())::handle));
        server.createContext("/_host/status", guarded(this::status));
        host.factory().serveAt(port());
        server.start();
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private static HttpHandler guarded(HttpHandler handler) {
        return exchange -> {
            try (exchange) {
                handler.handle(exchange);
            } catch (RuntimeException failure) {
                System.getLogger(HostServer.class.getName())
                        .log(System.Logger.Level.ERROR, "Failed at " + exchange.getRequestURI(), failure);
                throw failure;
            }
        };
    }

    private void invoke(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        String name = headers.getFirst("X-Amzn-Lambda-Function-Name");
        if (!exchange.getRequestMethod().equals("POST") || name == null || name.isBlank()) {
            answer(
                    exchange,
                    400,
                    Json.error(
                            "InvalidRequest",
                            "Expected POST with the header X-Amzn-Lambda-Function-Name, which names the function"));
            return;
        }
        String version = otherwise(headers.getFirst("X-Amzn-Lambda-Function-Version"), FunctionHost.LATEST);
        byte[] event = exchange.getRequestBody().readAllBytes();
        Call call = new Call(
                otherwise(
                        headers.getFirst("X-Amzn-Lambda-Request-Id"),
                        UUID.randomUUID().toString()),
                otherwise(
                        headers.getFirst("X-Amzn-Lambda-Function-Arn"),
                        "arn:aws:lambda:us-east-1:000000000000:function:" + name),
                otherwise(headers.getFirst("X-Amzn-Trace-Id"), freshTrace()),
                deadline(headers.getFirst("X-Amzn-Lambda-Deadline-Ms")),
                event);
        switch (host.invoke(name, version, call).join()) {
            case Outcome.Answered answered -> answer(exchange, 200, answered.payload());
            case Outcome.Failed failed -> {
                exchange.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
                answer(exchange, 500, Json.error(failed.type(), failed.message()));
            }
        }
    }

    private static String otherwise(@Nullable String value, String otherwise) {
        return value == null || value.isBlank() ? otherwise : value;
    }

    private static @Nullable Instant deadline(@Nullable String milliseconds) {
        try {
            return milliseconds == null ? null : Instant.ofEpochMilli(Long.parseLong(milliseconds));
        } catch (NumberFormatException notNumber) {
            return null;
        }
    }

    private String freshTrace() {
        String random = UUID.randomUUID().toString().replace("-", "");
        String seconds = HexFormat.of().toHexDigits((int) clock.instant().getEpochSecond());
        return "Root=1-%s-%s;Parent=%s;Sampled=0"
                .formatted(
                        seconds, random.substring(0, 24), random.substring(16).toLowerCase(Locale.ROOT));
    }

    private void status(HttpExchange exchange) throws IOException {
        ObjectNode status = Json.object().put("port", port());
        ArrayNode functions = status.putArray("functions");
        int processes = 0;
        long residentMb = 0;
        for (PoolStatus pool : host.status()) {
            functions.add(pool.json());
            processes += pool.processes().size();
            residentMb += pool.processes().stream()
                    .mapToLong(PoolStatus.ProcessStatus::residentMb)
                    .sum();
        }
        status.put("processes", processes).put("residentMb", residentMb);
        answer(exchange, 200, Json.bytes(status));
    }

    static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    /** Stops listening, then ends every process. */
    @Override
    public void close() {
        host.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
