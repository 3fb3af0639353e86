package dev.tidemill.batchrunner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidemill.batchrunner.Job.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** AWS Batch's REST API on one port of the loopback; what it does not answer is refused by name. */
final class BatchApi implements AutoCloseable {
    static {
        // Without it each small answer waits 40 ms for the peer's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final List<String> NOT_YET =
            List.of("arrayProperties", "dependsOn", "nodeOverrides", "eksPropertiesOverride", "ecsPropertiesOverride");

    private final BatchRunner runner;
    private final JobJson json;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    BatchApi(BatchRunner runner, JobJson json, int port) throws IOException {
        this.runner = runner;
        this.json = json;
        this.server = HttpServer.create(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 256);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            int status = 200;
            ObjectNode answer;
            try {
                JsonNode request = body.length == 0 ? JobJson.MAPPER.createObjectNode() : JobJson.MAPPER.readTree(body);
                answer = answer(path, request);
            } catch (BatchException | IllegalArgumentException | IOException refused) {
                exchange.getResponseHeaders().set("x-amzn-ErrorType", "ClientException");
                status = 400;
                answer = JobJson.MAPPER.createObjectNode().put("message", refused.getMessage());
            } catch (RuntimeException failure) {
                System.getLogger(BatchApi.class.getName()).log(System.Logger.Level.ERROR, "Failed at " + path, failure);
                exchange.getResponseHeaders().set("x-amzn-ErrorType", "ServerException");
                status = 500;
                answer = JobJson.MAPPER.createObjectNode().put("message", "The Batch runner failed at " + path);
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            byte[] bytes = JobJson.MAPPER.writeValueAsBytes(answer);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private ObjectNode answer(String path, JsonNode request) {
        return switch (path) {
            case "/v1/submitjob" -> submit(request);
            case "/v1/describejobs" -> describe(request);
            case "/v1/listjobs" -> list(request);
            case "/v1/terminatejob" -> {
                runner.terminate(required(request, "jobId"), required(request, "reason"));
                yield JobJson.MAPPER.createObjectNode();
            }
            case "/v1/canceljob" -> {
                runner.cancel(required(request, "jobId"), required(request, "reason"));
                yield JobJson.MAPPER.createObjectNode();
            }
            case "/v1/describejobqueues" -> queues(request);
            case "/v1/describejobdefinitions" -> definitions(request);
            default -> throw new BatchException("The local Batch runner does not answer " + path + " yet");
        };
    }

    private static String required(JsonNode request, String field) {
        String value = request.path(field).asText("");
        if (value.isEmpty()) {
            throw new BatchException(field + " is missing: expected text");
        }
        return value;
    }

    private ObjectNode submit(JsonNode request) {
        for (String field : NOT_YET) {
            if (!request.path(field).isMissingNode() && !request.path(field).isEmpty()) {
                throw new BatchException("The local Batch runner does not take " + field + " yet");
            }
        }
        String name = required(request, "jobName");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,127}")) {
            throw new BatchException("jobName is \"" + name
                    + "\": expected up to 128 letters, digits, hyphens and underscores, a letter or digit first");
        }
        Job job = runner.submit(
                name,
                required(request, "jobQueue"),
                required(request, "jobDefinition"),
                spec -> Overrides.apply(spec, request));
        return JobJson.MAPPER
                .createObjectNode()
                .put("jobArn", json.arn("job/" + job.id()))
                .put("jobName", job.name())
                .put("jobId", job.id());
    }

    private ObjectNode describe(JsonNode request) {
        ObjectNode answer = JobJson.MAPPER.createObjectNode();
        ArrayNode jobs = answer.putArray("jobs");
        for (JsonNode id : request.path("jobs")) {
            Job job = runner.find(id.asText());
            if (job != null) {
                jobs.add(json.detail(job));
            }
        }
        return answer;
    }

    private ObjectNode list(JsonNode request) {
        JobQueue queue = runner.declarations().queue(required(request, "jobQueue"));
        Predicate<Job> wanted = request.path("filters").isEmpty()
                ? status(request.path("jobStatus").asText("RUNNING"))
                : filters(request.path("filters"));
        List<Job> found = runner.inQueue(queue).stream().filter(wanted).toList();
        int from = Integer.parseInt(request.path("nextToken").asText("0"));
        int to = Math.min(
                found.size(), from + Math.clamp(request.path("maxResults").asInt(100), 1, 100));
        ObjectNode answer = JobJson.MAPPER.createObjectNode();
        ArrayNode summaries = answer.putArray("jobSummaryList");
        found.subList(Math.min(from, found.size()), to).forEach(job -> summaries.add(json.summary(job)));
        if (to < found.size()) {
            answer.put("nextToken", Integer.toString(to));
        }
        return answer;
    }

    private static Predicate<Job> status(String wanted) {
        if (wanted.equals("PENDING")) {
            return job -> false;
        }
        Status status = Status.valueOf(wanted);
        return job -> job.status() == status;
    }

    private static Predicate<Job> filters(JsonNode filters) {
        Predicate<Job> all = job -> true;
        for (JsonNode filter : filters) {
            List<String> values = new ArrayList<>();
            filter.path("values").forEach(value -> values.add(value.asText()));
            String name = filter.path("name").asText();
            all = all.and(
                    switch (name) {
                        case "JOB_NAME" -> job -> values.stream().anyMatch(value -> fits(value, job.name()));
                        case "JOB_DEFINITION" ->
                            job -> values.stream()
                                    .anyMatch(value -> fits(
                                            value,
                                            job.definition()
                                                    .replaceFirst(".*/", "")
                                                    .replaceFirst(":\\d+$", "")));
                        case "BEFORE_CREATED_AT" ->
                            job -> job.createdAt().toEpochMilli() < Long.parseLong(values.getFirst());
                        case "AFTER_CREATED_AT" ->
                            job -> job.createdAt().toEpochMilli() > Long.parseLong(values.getFirst());
                        default ->
                            throw new BatchException("filter \"" + name
                                    + "\": expected JOB_NAME, JOB_DEFINITION, BEFORE_CREATED_AT or AFTER_CREATED_AT");
                    });
        }
        return all;
    }

    private static boolean fits(String pattern, String value) {
        String lower = pattern.toLowerCase(Locale.ROOT);
        return lower.endsWith("*")
                ? value.toLowerCase(Locale.ROOT).startsWith(lower.substring(0, lower.length() - 1))
                : value.toLowerCase(Locale.ROOT).equals(lower);
    }

    private ObjectNode queues(JsonNode request) {
        ObjectNode answer = JobJson.MAPPER.createObjectNode();
        ArrayNode queues = answer.putArray("jobQueues");
        for (JobQueue queue : chosen(runner.declarations().queues(), request.path("jobQueues"))) {
            queues.addObject()
                    .put("jobQueueName", queue.name())
                    .put("jobQueueArn", json.arn("job-queue/" + queue.name()))
                    .put("state", queue.enabled() ? "ENABLED" : "DISABLED")
                    .put("status", "VALID")
                    .put("priority", queue.priority())
                    .putArray("computeEnvironmentOrder");
        }
        return answer;
    }

    private ObjectNode definitions(JsonNode request) {
        ArrayNode wanted = JobJson.MAPPER.createArrayNode();
        request.path("jobDefinitions").forEach(wanted::add);
        if (request.has("jobDefinitionName")) {
            wanted.add(request.get("jobDefinitionName"));
        }
        ObjectNode answer = JobJson.MAPPER.createObjectNode();
        ArrayNode definitions = answer.putArray("jobDefinitions");
        for (JobDefinition definition : chosen(runner.declarations().definitions(), wanted)) {
            ObjectNode one = definitions
                    .addObject()
                    .put("jobDefinitionName", definition.name())
                    .put("jobDefinitionArn", json.arn("job-definition/" + definition.name() + ":1"))
                    .put("revision", 1)
                    .put("status", "ACTIVE")
                    .put("type", "container");
            one.set("retryStrategy", json.retry(definition.spec().retry()));
            one.set("containerProperties", json.container(definition.spec()));
            Integer timeout = definition.spec().timeoutSeconds();
            if (timeout != null) {
                one.putObject("timeout").put("attemptDurationSeconds", timeout);
            }
        }
        return answer;
    }

    private static <T> List<T> chosen(Map<String, T> all, JsonNode names) {
        if (names.isEmpty()) {
            return List.copyOf(all.values());
        }
        Map<String, T> chosen = new LinkedHashMap<>();
        for (JsonNode name : names) {
            String key = name.asText().replaceFirst(".*/", "").replaceFirst(":\\d+$", "");
            @Nullable T found = all.get(key);
            if (found != null) {
                chosen.put(key, Objects.requireNonNull(found));
            }
        }
        return List.copyOf(chosen.values());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
