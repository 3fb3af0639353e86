package dev.tidemill.lifecycleapi.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.failure.Problem;
import java.util.Map;

/** The one place where a problem becomes an answer. */
public final class Problems {
    private static final Map<String, Integer> STATUS = Map.ofEntries(
            Map.entry("INVALID_JSON", 400),
            Map.entry("INVALID_REQUEST", 400),
            Map.entry("PERMISSION_DENIED", 403),
            Map.entry("ROLE_NEEDED", 403),
            Map.entry("OWN_VERSION", 403),
            Map.entry("APPROVAL_NEEDED", 403),
            Map.entry("NO_SUCH_TRANSITION", 409),
            Map.entry("METHOD_NOT_ALLOWED", 405),
            Map.entry("DATASET_NOT_INGESTED", 404),
            Map.entry("SNAPSHOT_NOT_FOUND", 404),
            Map.entry("ALREADY_ENDED", 409),
            Map.entry("ALREADY_COMPLETED", 409),
            Map.entry("IN_PROGRESS", 409),
            Map.entry("NOT_WAITING", 409),
            Map.entry("NOT_ENDED", 409),
            Map.entry("BODY_TOO_LARGE", 413),
            Map.entry("UNSUPPORTED_MEDIA_TYPE", 415),
            Map.entry("ANSWER_TOO_LARGE", 422),
            Map.entry("INTERNAL", 500));

    private Problems() {}

    /** The HTTP status of a problem's code; a known failure is always a 4xx. */
    static int status(String code) {
        return STATUS.getOrDefault(code, code.startsWith("NO_SUCH_") ? 404 : 422);
    }

    /** The answer that tells a problem. */
    static Response response(Problem problem, String correlationId) {
        ObjectNode error = Json.object();
        error.put("code", problem.code());
        error.put("message", problem.message());
        ArrayNode details = error.putArray("details");
        for (Problem.Detail detail : problem.details()) {
            details.addObject()
                    .put("place", detail.place())
                    .put("value", detail.value())
                    .put("expected", detail.expected());
        }
        error.put("correlationId", correlationId);
        ObjectNode body = Json.object();
        body.set("error", error);
        Map<String, String> headers = problem.code().equals("METHOD_NOT_ALLOWED")
                ? Map.of("allow", problem.details().getFirst().expected())
                : Map.of();
        return new Response(status(problem.code()), body.toString(), headers);
    }
}
