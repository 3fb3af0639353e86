package dev.tidemill.lifecycle;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * An API in this process that holds the state of one project, ends every execution at once, and reacts to outcomes as
 * Tidemill does: labels of dataset {@code outcomes} start monitoring, the second monitoring starts one retraining.
 */
final class FakeTidemill implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final List<Map<String, Object>> executions = new ArrayList<>();
    final List<JsonNode> inferences = new ArrayList<>();
    final List<String> pushed = new ArrayList<>();
    private final List<Map<String, Object>> triggers = new ArrayList<>();
    private final Map<String, Long> rows = new HashMap<>();
    private final HttpServer server;
    private final String decision;
    private final int retrainings;
    private int champion;
    private int versions;
    private long clock;

    /**
     * @param decision of the retraining's gates
     * @param retrainings how many trainings the same labels start
     */
    FakeTidemill(String decision, int retrainings) throws IOException {
        this.decision = decision;
        this.retrainings = retrainings;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    long count(String kind) {
        return executions.stream().filter(e -> kind.equals(e.get("kind"))).count();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String text = new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            JsonNode body = text.startsWith("{") ? JSON.readTree(text) : JSON.createObjectNode();
            String path = exchange.getRequestURI().getPath().replace("/v1/projects/tides", "");
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            Object answer = route(exchange.getRequestMethod() + " " + path, body, query);
            byte[] bytes = JSON.writeValueAsBytes(answer);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Object route(String route, JsonNode body, String query) {
        return switch (route) {
            case "GET /v1" -> Map.of("name", "tidemill", "version", "test", "workspace", "default");
            case "PUT /revisions" -> push(body);
            case "POST /uploads" ->
                Map.of(
                        "key",
                        "k/" + body.path("sha256").asText(),
                        "url",
                        address() + "/store",
                        "headers",
                        Map.of(),
                        "exists",
                        false);
            case "GET /datasets" ->
                rows.entrySet().stream()
                        .map(e -> Map.of("name", e.getKey(), "rows", e.getValue()))
                        .toList();
            case "POST /ingestions" -> ingest(body);
            case "POST /materializations" ->
                ended("materialization", body, Map.of("views", Map.of("moon", Map.of("items", 3))));
            case "POST /trainings" -> train(body, "pass");
            case "POST /deployments" -> deploy(body);
            case "POST /scorings" -> ended("scoring", body, Map.of("rows", 2));
            case "POST /monitorings" -> monitor(body);
            case "GET /executions" -> page(query);
            case "GET /triggers" -> Map.of("triggers", triggers);
            case "GET " -> Map.of("name", "tides", "model", "tide");
            case "POST /features:online" ->
                Map.of(
                        "values",
                        List.of(Map.of(
                                "entity",
                                "A",
                                "features",
                                Map.of("moon.phase", Map.of("value", 0.5, "status", "PRESENT")))));
            case "GET /v2/models/tide" ->
                Map.of(
                        "name",
                        "tide",
                        "inputs",
                        List.of(
                                Map.of("name", "port", "datatype", "BYTES"),
                                Map.of("name", "depth", "datatype", "INT64")));
            case "POST /v2/models/tide/infer" -> infer(body);
            case "GET /v1/models/tide/aliases/champion" -> Map.of("alias", "champion", "version", champion);
            case "GET /v1/lineage" -> lineage();
            default -> rest(route);
        };
    }

    private Object rest(String route) {
        if (route.startsWith("GET /v1/executions/") && route.endsWith("/history")) {
            return Map.of("events", List.of());
        }
        if (route.startsWith("GET /v1/executions/")) {
            return executions.stream()
                    .filter(e -> route.endsWith("/" + e.get("id")))
                    .findFirst()
                    .orElseThrow();
        }
        if (route.startsWith("GET /v1/models/tide/versions/")) {
            return Map.of(
                    "manifest",
                    Map.of(
                            "decision",
                            "pass",
                            "trainingRows",
                            100,
                            "metrics",
                            Map.of("rmse", 0.25),
                            "gates",
                            List.of(gate())));
        }
        if (route.startsWith("GET /v1/scorings/")) {
            return Map.of("url", address() + "/store");
        }
        if (route.startsWith("GET /reports/")) {
            return Map.of(
                    "labels", Map.of("newMatureLabels", 7, "matched", 2, "unmatched", 1),
                    "channels",
                            List.of(Map.of(
                                    "channel",
                                    "online",
                                    "predictions",
                                    3,
                                    "drift",
                                    "no-drift",
                                    "quality",
                                    Map.of("decision", "ok", "rows", 2))));
        }
        return Map.of("stored", route);
    }

    private static Map<String, Object> gate() {
        return Map.of(
                "metric",
                "rmse",
                "against",
                "baseline",
                "decision",
                "pass",
                "improvement",
                0.05,
                "lower",
                0.04,
                "upper",
                0.06,
                "confidence",
                0.9,
                "required",
                0.01,
                "rows",
                30,
                "clusters",
                5);
    }

    private Object push(JsonNode body) {
        String yaml = body.path("files").path("project.yaml").asText();
        boolean created = !pushed.contains(yaml);
        if (created) {
            pushed.add(yaml);
        }
        return Map.of("project", "tides", "revision", "rev" + pushed.indexOf(yaml), "created", created);
    }

    private Object ingest(JsonNode body) {
        rows.merge(body.path("dataset").asText(), 10L, Long::sum);
        Map<String, Object> answer =
                ended("ingestion", body, Map.of("rows", 10, "quarantined", 1, "status", "COMMITTED"));
        if (body.path("dataset").asText().equals("outcomes") && champion > 0) {
            monitor(JSON.createObjectNode().put("cause", "trigger").put("until", "2026-02-01T00:00:00Z"));
        }
        return answer;
    }

    private Object monitor(JsonNode body) {
        Map<String, Object> answer = ended("monitoring", body, Map.of("status", "joined"));
        long asked = executions.stream().filter(byItself("training")).count();
        boolean starts = count("monitoring") >= 2 && asked < retrainings;
        triggers.add(Map.of(
                "id",
                "t" + triggers.size(),
                "kind",
                "training",
                "decision",
                starts ? "started" : "already-triggered",
                "time",
                Instant.ofEpochSecond(clock).toString()));
        if (starts) {
            train(JSON.createObjectNode().put("cause", "trigger").put("promote", "on-pass"), decision);
        }
        return answer;
    }

    private static Predicate<Map<String, Object>> byItself(String kind) {
        return e -> kind.equals(e.get("kind")) && ((JsonNode) e.getOrDefault("request", JSON.nullNode())).has("cause");
    }

    private Object train(JsonNode body, String gates) {
        versions++;
        Map<String, Object> answer =
                ended("training", body, Map.of("version", versions, "decision", gates, "model", "tide"));
        if (body.has("cause") && gates.equals("pass")) {
            deploy(JSON.createObjectNode().put("cause", "trigger").put("version", versions));
        }
        return answer;
    }

    private Object deploy(JsonNode body) {
        champion = body.path("version").asInt();
        return ended("deployment", body, Map.of());
    }

    private Map<String, Object> ended(String kind, JsonNode request, Map<String, Object> result) {
        clock++;
        Map<String, Object> execution = new LinkedHashMap<>();
        execution.put("id", "X" + executions.size());
        execution.put("project", "tides");
        execution.put("kind", kind);
        execution.put("status", "SUCCEEDED");
        execution.put("revision", "rev" + (pushed.size() - 1));
        execution.put("request", request);
        execution.put("result", result);
        execution.put("startedAt", Instant.ofEpochSecond(clock).toString());
        execution.put("endedAt", Instant.ofEpochSecond(clock).toString());
        execution.put("correlationId", "c");
        executions.add(execution);
        return Map.of("execution", execution);
    }

    private Object page(String query) {
        List<Map<String, Object>> found = executions.reversed().stream()
                .filter(e -> query.contains("kind=" + e.get("kind")))
                .toList();
        return Map.of("executions", found);
    }

    private Object infer(JsonNode body) {
        inferences.add(body);
        return Map.of(
                "model_name", "tide",
                "model_version", String.valueOf(champion),
                "parameters", Map.of("feature_status", Map.of("moon", List.of("PRESENT"))),
                "outputs",
                        List.of(
                                Map.of("name", "prediction", "datatype", "FP64", "data", List.of(1.5)),
                                Map.of(
                                        "name",
                                        "prediction_id",
                                        "datatype",
                                        "BYTES",
                                        "data",
                                        List.of("P" + inferences.size()))));
    }

    private static Object lineage() {
        Map<String, Object> json = JSON.convertValue(
                Map.of("modelVersion", Map.of("version", 2), "project", "tides", "revision", "rev0"),
                new TypeReference<Map<String, Object>>() {});
        json.put("data", Map.of("outcomes", Map.of("snapshotId", 42)));
        json.put("executions", List.of("X1", "X2"));
        return json;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
