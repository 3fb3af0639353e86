package dev.tidemill.lifecycleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.aws.lambda.Callers;
import dev.tidemill.aws.lambda.FakeContext;
import dev.tidemill.columnar.DatasetId;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.capture.CapturedPrediction;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.InMemoryAccessLists;
import dev.tidemill.core.access.InMemoryTokens;
import dev.tidemill.core.access.ListedAccess;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.feature.InMemoryOnlineStore;
import dev.tidemill.core.ingestion.InMemoryIngestionLedger;
import dev.tidemill.core.lifecycle.ExecutionLogs;
import dev.tidemill.core.lifecycle.InMemoryExecutions;
import dev.tidemill.core.lifecycle.InMemoryIdempotencyStore;
import dev.tidemill.core.lifecycle.InMemoryProjects;
import dev.tidemill.core.lifecycle.InMemoryTriggers;
import dev.tidemill.core.registry.InMemoryRegistry;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.storage.InMemoryObjectStore;
import dev.tidemill.core.training.InMemoryTaskTokens;
import dev.tidemill.core.workflow.InMemoryStateMachines;
import dev.tidemill.lifecycleapi.http.Router;
import dev.tidemill.lifecycleapi.project.ExpressionChecks;
import dev.tidemill.lifecycleapi.project.LakeFiles;
import dev.tidemill.lifecycleapi.project.ProjectChecks;
import dev.tidemill.lifecycleapi.project.SqlChecks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The HTTP door on fakes, called as API Gateway calls it. */
final class World {
    static final String PREFIX = "arn:aws:states:eu-west-1:000000000000:stateMachine:tidemill-";
    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    static final String SHA = "a".repeat(64);

    static final String PROJECT = """
            apiVersion: tidemill/v1
            project: parcels
            goal: {problem: binary, statement: "Will a parcel arrive late?"}
            datasets:
              parcels:
                source: {format: csv}
                key: [parcel]
                event-time: sent_at
                available-after: PT8H
                outcomes: [delay]
                columns:
                  parcel: {type: string, required: true}
                  depot: {type: string, required: true}
                  sent_at: {type: timestamp, required: true}
                  delay: {type: double}
                checks:
                  - {name: known-depot, sql: "depot IN ('A', 'B')"}
                  - {name: enough-rows, sql: "count(*) > 10", on-violation: fail}
            request:
              key: [parcel]
              columns:
                parcel: {type: string, required: true}
                depot: {type: string, required: true, entity: depot}
            features:
              views:
                jam: {entity: depot, from: parcels, window: PT4H, by: available-at, columns: {late_share: avg(delay)}}
                size: {entity: depot, sql: features/size.sql}
              on-demand:
                in_a: {type: bool, expression: "depot == 'A'"}
            label: {name: late, sql: features/labels.sql}
            training:
              examples: {sql: features/requests.sql}
              inputs: {numeric: [jam.late_share, size.parcels, in_a], categorical: [depot]}
              split: {by: time, validation: P1M, test: P1M}
              trainer: {algorithm: xgboost}
            serving: {model: parcel-delay}
            monitoring: {retrain-on: {new-labels: 100}, cool-down: P1D}
            """;

    private Instant now = NOW;
    final InMemoryProjects projects = new InMemoryProjects();
    final List<ExecutionLogs.Line> logs = new ArrayList<>();
    final InMemoryExecutions executions = new InMemoryExecutions();
    final InMemoryTriggers triggers = new InMemoryTriggers();
    final InMemoryIdempotencyStore idempotency = new InMemoryIdempotencyStore();
    final InMemoryTokens accessTokens = new InMemoryTokens();
    final InMemoryAccessLists accessLists = new InMemoryAccessLists();
    private byte secrets;
    final InMemoryTaskTokens tokens = new InMemoryTaskTokens();
    final InMemoryIngestionLedger ledger = new InMemoryIngestionLedger();
    final InMemoryRegistry registry = new InMemoryRegistry();
    final InMemoryOnlineStore features = new InMemoryOnlineStore();
    final InMemoryObjectStore lake = new InMemoryObjectStore("lake");
    final InMemoryObjectStore artifacts = new InMemoryObjectStore("artifacts");
    final InMemoryStateMachines machines = new InMemoryStateMachines();
    final Map<String, CapturedPrediction> predictions = new HashMap<>();
    final Map<DatasetId, List<LakeFiles.Found>> lakeFiles = new HashMap<>();
    final Ports ports = new Ports(
            projects,
            executions,
            (kind, execution, from, limit) -> logs.stream()
                    .filter(line -> !line.time().isBefore(from))
                    .limit(limit)
                    .toList(),
            triggers,
            idempotency,
            tokens,
            accessTokens,
            accessLists,
            new ListedAccess(accessLists, List.of(), List.of("role/job"), () -> now),
            ledger,
            registry,
            features,
            lake,
            artifacts,
            machines,
            (workspace, model, id) -> Optional.ofNullable(predictions.get(id))
                    .filter(found -> found.model().equals(model)),
            this::files,
            ProjectChecks.all(List.of(new SqlChecks(), new ExpressionChecks())),
            new Ulid(),
            this::secret,
            () -> now);
    private final LifecycleApiHandler handler =
            new LifecycleApiHandler(LifecycleApi.door(ports, PREFIX, "1.2.3"), Callers.OPEN);

    record Answer(int status, JsonNode headers, JsonNode body) {
        String code() {
            return body.path("error").path("code").asText();
        }

        JsonNode details() {
            return body.path("error").path("details");
        }
    }

    static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("project.yaml", PROJECT);
        files.put(
                "features/size.sql",
                "SELECT depot, sent_at AS event_time, _available_at AS available_at, 1 AS parcels FROM parcels");
        files.put(
                "features/labels.sql", "SELECT parcel, delay > 1 AS value, _available_at AS available_at FROM parcels");
        files.put("features/requests.sql", "SELECT parcel, depot, sent_at AS predict_at FROM parcels");
        return files;
    }

    private LakeFiles.Found files(DatasetId id, @Nullable Long snapshotId) {
        List<LakeFiles.Found> known = lakeFiles.getOrDefault(id, List.of());
        if (known.isEmpty()) {
            throw new ProblemException("DATASET_NOT_INGESTED", "Nothing has been ingested into " + id.dataset());
        }
        return known.reversed().stream()
                .filter(found -> snapshotId == null || found.state().snapshotId() == snapshotId)
                .findFirst()
                .orElseThrow(() -> new ProblemException("SNAPSHOT_NOT_FOUND", "There is no snapshot " + snapshotId));
    }

    private byte[] secret() {
        byte[] secret = new byte[32];
        secret[0] = ++secrets;
        return secret;
    }

    void at(Instant time) {
        now = time;
    }

    Router router() {
        return LifecycleApi.router(ports, PREFIX, "1.2.3");
    }

    String push() {
        Answer answer =
                post("/v1/projects/parcels/revisions", Map.of("files", files(), "commit", "abc", "dirty", true));
        assertThat(answer.status()).as(answer.body().toString()).isLessThan(300);
        return answer.body().path("revision").asText();
    }

    ModelVersion register(String execution) {
        Registry.Change change = new Registry.Change("test", "", "correlation", now);
        return registry.createVersion(
                new ModelVersion(
                        Workspace.DEFAULT,
                        "parcel-delay",
                        0,
                        execution,
                        "0".repeat(32),
                        "w/default/models/parcel-delay/" + execution + "/bundle",
                        "{}",
                        "# Card",
                        "Candidate",
                        Map.of(),
                        now,
                        now,
                        "test"),
                change);
    }

    void champion(int version) {
        registry.moveAlias(
                Workspace.DEFAULT,
                "parcel-delay",
                "champion",
                version,
                new Registry.Change("test", "", "correlation", now));
    }

    Answer get(String path) {
        return call("GET", path, null, Map.of());
    }

    Answer post(String path, Object body) {
        return post(path, body, Map.of());
    }

    Answer post(String path, Object body, Map<String, String> headers) {
        return call("POST", path, Json.write(body), headers);
    }

    Answer call(String method, String pathAndQuery, @Nullable String body, Map<String, String> headers) {
        String[] parts = pathAndQuery.split("\\?", 2);
        ObjectNode event = Json.object().put("httpMethod", method).put("path", parts[0]);
        ObjectNode query = event.putObject("queryStringParameters");
        if (parts.length == 2) {
            for (String pair : parts[1].split("&")) {
                String[] nameAndValue = pair.split("=", 2);
                query.put(nameAndValue[0], nameAndValue[1]);
            }
        }
        ObjectNode sent = event.putObject("headers").put("content-type", "application/json");
        headers.forEach(sent::put);
        event.putObject("requestContext").put("requestId", "gateway-1");
        if (body != null) {
            event.put("body", Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)));
            event.put("isBase64Encoded", true);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            handler.handleRequest(
                    new ByteArrayInputStream(event.toString().getBytes(StandardCharsets.UTF_8)),
                    out,
                    new FakeContext());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JsonNode answer = Json.parse(out.toString(StandardCharsets.UTF_8));
        String answered = answer.path("body").asText();
        byte[] text = answer.path("isBase64Encoded").asBoolean()
                ? Base64.getDecoder().decode(answered)
                : answered.getBytes(StandardCharsets.UTF_8);
        boolean packed =
                answer.path("headers").path("content-encoding").asText().equals("gzip");
        JsonNode json = packed ? Json.object() : Json.parse(new String(text, StandardCharsets.UTF_8));
        return new Answer(answer.path("statusCode").asInt(), answer.path("headers"), json);
    }
}
