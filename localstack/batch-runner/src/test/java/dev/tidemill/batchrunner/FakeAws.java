package dev.tidemill.batchrunner;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/** Takes asynchronous invocations of the consumer and log lines, and remembers them. */
final class FakeAws implements AutoCloseable {
    private final HttpServer server;
    private final List<JsonNode> events = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private int refusals;

    FakeAws() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/2015-03-31/functions/job-state/invocations", this::invoke);
        server.createContext("/", this::logs);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    synchronized void refuseNext(int invocations) {
        refusals = invocations;
    }

    synchronized List<JsonNode> events() {
        return List.copyOf(events);
    }

    /** The statuses of one job in the order in which the consumer heard them. */
    List<String> statuses(String jobId) {
        return events().stream()
                .filter(event -> event.at("/detail/jobId").asText().equals(jobId))
                .map(event -> event.at("/detail/status").asText())
                .toList();
    }

    synchronized List<String> logLines() {
        return List.copyOf(lines);
    }

    private synchronized void invoke(HttpExchange exchange) throws IOException {
        JsonNode event = JobJson.MAPPER.readTree(exchange.getRequestBody().readAllBytes());
        if (refusals > 0) {
            refusals--;
            exchange.getResponseHeaders().set("x-amzn-ErrorType", "InvalidRequestContentException");
            exchange.sendResponseHeaders(400, -1);
        } else {
            if ("Event".equals(exchange.getRequestHeaders().getFirst("X-Amz-Invocation-Type"))) {
                events.add(event);
            }
            exchange.sendResponseHeaders(202, -1);
        }
        exchange.close();
    }

    private synchronized void logs(HttpExchange exchange) throws IOException {
        JsonNode request = JobJson.MAPPER.readTree(exchange.getRequestBody());
        for (JsonNode event : request.path("logEvents")) {
            lines.add(request.path("logGroupName").asText() + " "
                    + request.path("logStreamName").asText() + " "
                    + event.path("message").asText());
        }
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(200, 2);
        exchange.getResponseBody().write(new byte[] {'{', '}'});
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
