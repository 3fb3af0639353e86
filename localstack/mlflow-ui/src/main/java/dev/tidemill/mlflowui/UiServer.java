package dev.tidemill.mlflowui;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * One address on 127.0.0.1 for the interface's files and for the API. Only requests that were meant for this address
 * are answered: pages of other origins, and names that were made to resolve to it, are refused.
 */
public final class UiServer implements AutoCloseable {
    static {
        // Without it each small answer waits 40 ms for the peer's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final Set<String> FACES =
            Set.of("ajax-api", "api", "get-artifact", "graphql", "health", "model-versions", "version");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Site site;
    private final ApiProxy api;

    private UiServer(Path site, URI api, int port) throws IOException {
        this.site = new Site(site);
        this.api = new ApiProxy(api);
        this.server = HttpServer.create(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 256);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    /**
     * Starts.
     *
     * @param site folder of the built interface
     * @param api address of the API, to which paths and queries are added
     * @param port port on 127.0.0.1; 0 takes a free one
     */
    public static UiServer start(Path site, URI api, int port) throws IOException {
        UiServer server = new UiServer(site, api, port);
        server.server.start();
        return server;
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!isOurs(exchange)) {
                refuse(exchange, 403, "PERMISSION_DENIED", "The request was meant for another address than this one.");
            } else if (FACES.contains(path.split("/", 3)[1])) {
                pass(exchange);
            } else {
                Optional<Path> file = site.find(path);
                boolean reads = Set.of("GET", "HEAD").contains(exchange.getRequestMethod());
                if (file.isPresent() && reads) {
                    site.send(exchange, file.get());
                } else {
                    refuse(exchange, 404, "ENDPOINT_NOT_FOUND", "Nothing is served here.");
                }
            }
        }
    }

    private void pass(HttpExchange exchange) throws IOException {
        try {
            api.pass(exchange);
        } catch (IOException unanswered) {
            if (exchange.getResponseCode() != -1) {
                throw unanswered;
            }
            refuse(exchange, 502, "TEMPORARILY_UNAVAILABLE", "The API did not answer.");
        }
    }

    private boolean isOurs(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        return isHere(host) && (origin == null || (origin.startsWith("http://") && isHere(origin.substring(7))));
    }

    private boolean isHere(@Nullable String host) {
        return ("127.0.0.1:" + port()).equals(host) || ("localhost:" + port()).equals(host);
    }

    private static void refuse(HttpExchange exchange, int status, String code, String message) throws IOException {
        byte[] body = "{\"error_code\":\"%s\",\"message\":\"%s\"}"
                .formatted(code, message)
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Stops listening. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        api.close();
    }
}
