package dev.tidemill.aws.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An invocation by API Gateway's REST proxy integration. Bodies over the limit are refused, answers are compressed when
 * the caller takes gzip and says what it accepts, and what goes wrong unforeseen is logged and answered without its details; the words of both
 * are the face's own.
 */
public final class HttpInvocation {
    /** Most bytes of a request's body and of an answer as it is sent: 4 MiB. */
    public static final int MOST_BYTES = 4 << 20;

    private static final int WORTH_COMPRESSING = 1024;
    private static final Logger LOG = LoggerFactory.getLogger(HttpInvocation.class);

    private HttpInvocation() {}

    /** The answers that do not come from the routes, in the shape of the face's errors. */
    public interface Refusals {
        /** The body is larger than {@link #MOST_BYTES}: 413. */
        HttpResponse bodyTooLarge(HttpRequest request, long bytes);

        /** The answer is larger than {@link #MOST_BYTES} even when compressed: a 4xx that says how to ask for less. */
        HttpResponse answerTooLarge(HttpRequest request, long bytes);

        /** Something failed that trying again may mend: 503 or 500 without details. */
        HttpResponse failed(HttpRequest request);
    }

    /** Reads the event, has it answered and writes the answer. */
    public static void handle(
            InputStream in,
            OutputStream out,
            Context context,
            Callers callers,
            Function<HttpRequest, HttpResponse> routes,
            Refusals refusals)
            throws IOException {
        HttpRequest request = request(Json.read(in, JsonNode.class), callers);
        try (Telemetry telemetry = Telemetry.begin(context, request.correlationId(), Map.of())) {
            HttpResponse response = answer(request, routes, refusals);
            telemetry.count("Requests");
            if (response.status() >= 500) {
                telemetry.count("ServerErrors");
            }
            Json.write(out, encode(request, response.with("x-correlation-id", request.correlationId()), refusals));
        }
    }

    private static HttpResponse answer(
            HttpRequest request, Function<HttpRequest, HttpResponse> routes, Refusals refusals) {
        if (request.body().length > MOST_BYTES) {
            return refusals.bodyTooLarge(request, request.body().length);
        }
        try {
            return routes.apply(request);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.method(), request.path(), e);
            return refusals.failed(request);
        }
    }

    private static HttpRequest request(JsonNode event, Callers callers) {
        Map<String, String> headers = new HashMap<>();
        event.path("headers")
                .properties()
                .forEach(header -> headers.put(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue().asText()));
        Map<String, List<String>> query = new LinkedHashMap<>();
        event.path("queryStringParameters")
                .properties()
                .forEach(one -> query.put(one.getKey(), List.of(one.getValue().asText())));
        event.path("multiValueQueryStringParameters").properties().forEach(all -> {
            List<String> values = new ArrayList<>();
            all.getValue().forEach(value -> values.add(value.asText()));
            query.put(all.getKey(), values);
        });
        JsonNode context = event.path("requestContext");
        return new HttpRequest(
                event.path("httpMethod").asText().toUpperCase(Locale.ROOT),
                event.path("path").asText("/"),
                query,
                headers,
                body(event),
                context.path("requestId").asText("none"),
                callers.of(context));
    }

    private static byte[] body(JsonNode event) {
        String body = event.path("body").isTextual() ? event.path("body").asText() : "";
        return event.path("isBase64Encoded").asBoolean()
                ? Base64.getDecoder().decode(body)
                : body.getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode encode(HttpRequest request, HttpResponse response, Refusals refusals) {
        // API Gateway decodes Base64 only for callers who send an Accept header.
        boolean gzip = request.header("accept").isPresent()
                && request.header("accept-encoding").orElse("").contains("gzip")
                && response.body().length >= WORTH_COMPRESSING
                && !response.headers().containsKey("content-encoding");
        byte[] sent = gzip ? gzip(response.body()) : response.body();
        if (sent.length > MOST_BYTES) {
            return encode(request, refusals.answerTooLarge(request, sent.length), refusals);
        }
        ObjectNode event = Json.object();
        event.put("statusCode", response.status());
        ObjectNode headers = event.putObject("headers");
        response.headers().forEach(headers::put);
        if (gzip) {
            headers.put("content-encoding", "gzip");
        }
        boolean text = !gzip && isText(response) && isUtf8(sent);
        event.put("isBase64Encoded", !text);
        event.put(
                "body",
                text
                        ? new String(sent, StandardCharsets.UTF_8)
                        : Base64.getEncoder().encodeToString(sent));
        return event;
    }

    private static boolean isText(HttpResponse response) {
        return response.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("content-type"))
                .anyMatch(header -> header.getValue().startsWith("text/")
                        || header.getValue().startsWith("application/json"));
    }

    private static boolean isUtf8(byte[] body) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new FastGzip(packed)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** Compresses at the fastest level: the caller waits for it, and a page of runs is megabytes. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 1 << 15);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
