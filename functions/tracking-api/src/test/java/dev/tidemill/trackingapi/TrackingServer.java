package dev.tidemill.trackingapi;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidemill.aws.lambda.Callers;
import dev.tidemill.contract.Json;
import dev.tidemill.core.loggedmodel.InMemoryLoggedModels;
import dev.tidemill.core.registry.InMemoryRegistry;
import dev.tidemill.core.storage.InMemoryObjectStore;
import dev.tidemill.core.tracking.InMemoryTracking;
import dev.tidemill.core.webhook.InMemoryWebhooks;
import dev.tidemill.trackingapi.run.RunNames;
import dev.tidemill.trackingapi.webhook.Destination;
import dev.tidemill.trackingapi.webhook.WebhookEndpoints;
import dev.tidemill.trackingapi.webhook.WebhookSender;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Executors;

/**
 * The tracking API over HTTP in one process, on fakes that forget everything when it ends: for running clients and their
 * own tests against it without a cloud. Each request passes through the function's handler as API Gateway's event. Every
 * workspace, {@code http://127.0.0.1:PORT/w/NAME}, begins empty. Listens on the loopback address only.
 *
 * <p>Arguments: a port (0 for any free one) and the root of experiments' artifacts, such as {@code file:///tmp/a}. Prints
 * its address once it answers.
 */
final class TrackingServer {
    private final HttpServer server;

    private TrackingServer(HttpServer server) {
        this.server = server;
    }

    static void main(String[] args) throws IOException {
        if (args.length != 2 || !args[0].matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("Expected a port and the root of artifacts, got " + args.length
                    + " arguments. For example: 0 file:///tmp/artifacts");
        }
        TrackingServer started = start(Integer.parseInt(args[0]), args[1]);
        System.out.println(started.address());
    }

    /** Starts a server, which lives as long as its process unless it is stopped. */
    static TrackingServer start(int port, String artifactRoot) throws IOException {
        InstantSource clock = InstantSource.system();
        Destination destination = Destination.ofSystem(true);
        WebhookEndpoints webhooks = new WebhookEndpoints(
                new InMemoryWebhooks(),
                destination,
                new WebhookSender(destination, Duration.ofSeconds(10), clock),
                () -> UUID.randomUUID().toString());
        TrackingApiHandler handler = new TrackingApiHandler(
                new TrackingApi(
                                new InMemoryTracking(clock, artifactRoot),
                                new InMemoryLoggedModels(clock),
                                new InMemoryRegistry(),
                                new InMemoryObjectStore("artifacts"),
                                new RunNames(new SecureRandom()),
                                () -> UUID.randomUUID().toString().replace("-", ""),
                                clock)
                        .with(webhooks.endpoints()),
                Callers.OPEN);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                serve(handler, exchange);
            }
        });
        server.start();
        return new TrackingServer(server);
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void stop() {
        server.stop(0);
    }

    private static void serve(TrackingApiHandler handler, HttpExchange exchange) throws IOException {
        byte[] sent = Json.write(event(exchange)).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(sent), out, context());
        JsonNode answer = Json.parse(out.toString(StandardCharsets.UTF_8));
        String text = answer.path("body").asText();
        byte[] body = answer.path("isBase64Encoded").asBoolean()
                ? Base64.getDecoder().decode(text)
                : text.getBytes(StandardCharsets.UTF_8);
        answer.path("headers")
                .properties()
                .forEach(header -> exchange.getResponseHeaders()
                        .set(header.getKey(), header.getValue().asText()));
        if (exchange.getRequestURI().getPath().endsWith("/server-info")) {
            // The addresses that the fake store signs lead nowhere, so clients must send files through this server.
            ObjectNode info = (ObjectNode) Json.parse(new String(body, StandardCharsets.UTF_8));
            info.put("multipart_uploads_enabled", false).put("multipart_downloads_enabled", false);
            body = Json.write(info).getBytes(StandardCharsets.UTF_8);
        }
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.path("statusCode").asInt(), head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static ObjectNode event(HttpExchange exchange) throws IOException {
        ObjectNode event = Json.object()
                .put("httpMethod", exchange.getRequestMethod())
                .put("path", exchange.getRequestURI().getPath());
        ObjectNode headers = event.putObject("headers");
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        ObjectNode query = event.putObject("multiValueQueryStringParameters");
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            query.withArray(decoded(parts[0])).add(parts.length == 1 ? "" : decoded(parts[1]));
        }
        event.put(
                "body",
                Base64.getEncoder().encodeToString(exchange.getRequestBody().readAllBytes()));
        event.put("isBase64Encoded", true);
        event.putObject("requestContext").put("requestId", UUID.randomUUID().toString());
        return event;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static Context context() {
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, arguments) -> method.getReturnType() == String.class
                        ? "local"
                        : method.getReturnType() == int.class ? 512 : null);
    }
}
