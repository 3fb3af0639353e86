package dev.tidemill.functionhost;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.tidemill.functionhost.Invocation.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda Runtime API, version 2018-06-01, one copy for each process below {@code /env/ID}.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda Runtime API</a>
 */
final class RuntimeApi {
    private static final byte[] ACCEPTED = "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8);

    private final SandboxFactory sandboxes;

    RuntimeApi(SandboxFactory sandboxes) {
        this.sandboxes = sandboxes;
    }

    /** Path: {@code /env/ID/2018-06-01/runtime/...}. */
    void handle(HttpExchange exchange) throws IOException {
        List<String> path = List.of(exchange.getRequestURI().getPath().split("/"));
        SandboxFactory.Entry entry = path.size() < 6 ? null : sandboxes.find(path.get(2));
        if (entry == null) {
            HostServer.answer(exchange, 403, Json.error("InvalidEnvironment", "No such process was started here"));
            return;
        }
        String call = String.join("/", path.subList(5, path.size()));
        if (call.equals("invocation/next")) {
            next(exchange, entry);
        } else if (call.equals("init/error")) {
            entry.pool()
                    .initFailed(
                            entry.sandbox(),
                            Json.posted(exchange.getRequestBody().readAllBytes()));
            HostServer.answer(exchange, 202, ACCEPTED);
        } else if (path.size() == 8 && path.get(7).equals("response")) {
            finish(
                    exchange,
                    entry,
                    path.get(6),
                    new Outcome.Answered(exchange.getRequestBody().readAllBytes()));
        } else if (path.size() == 8 && path.get(7).equals("error")) {
            finish(
                    exchange,
                    entry,
                    path.get(6),
                    Json.posted(exchange.getRequestBody().readAllBytes()));
        } else {
            HostServer.answer(exchange, 404, Json.error("UnknownPath", "The Runtime API has no " + call));
        }
    }

    private static void next(HttpExchange exchange, SandboxFactory.Entry entry) throws IOException {
        exchange.getRequestBody().readAllBytes();
        @Nullable Invocation invocation = entry.pool().next(entry.sandbox()).join();
        if (invocation == null) {
            HostServer.answer(exchange, 410, Json.error("ProcessEnds", "This process is no longer wanted"));
            return;
        }
        Headers headers = exchange.getResponseHeaders();
        headers.set("Lambda-Runtime-Aws-Request-Id", invocation.requestId());
        headers.set(
                "Lambda-Runtime-Deadline-Ms",
                Long.toString(invocation.deadline().toEpochMilli()));
        headers.set("Lambda-Runtime-Invoked-Function-Arn", invocation.functionArn());
        headers.set("Lambda-Runtime-Trace-Id", invocation.traceId());
        HostServer.answer(exchange, 200, invocation.event());
    }

    private static void finish(HttpExchange exchange, SandboxFactory.Entry entry, String requestId, Outcome outcome)
            throws IOException {
        if (entry.pool().finish(entry.sandbox(), requestId, outcome)) {
            HostServer.answer(exchange, 202, ACCEPTED);
        } else {
            HostServer.answer(
                    exchange,
                    400,
                    Json.error("InvalidRequestID", "This process does not work on request " + requestId));
        }
    }
}
