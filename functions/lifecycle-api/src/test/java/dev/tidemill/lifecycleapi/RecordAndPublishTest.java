package dev.tidemill.lifecycleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.aws.eventbridge.EventEnvelope;
import dev.tidemill.aws.lambda.FakeContext;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.MachineInput;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.contract.workflow.WorkerOutcome.OutcomeEvent;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.event.Event;
import dev.tidemill.core.event.InMemoryEventPublisher;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.lifecycle.Execution;
import dev.tidemill.core.lifecycle.ExecutionStatus;
import dev.tidemill.lifecycleapi.execution.RecordOutcome;
import dev.tidemill.lifecycleapi.trigger.PublishOutbox;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordAndPublishTest {
    private final World world = new World();
    private final RecordHandler record = new RecordHandler(new RecordOutcome(world.executions, world.ports.clock()));
    private ExecutionContext execution = new ExecutionContext("", "", "", "", "", "", List.of());

    @BeforeEach
    void start() {
        world.push();
        String id = world.post("/v1/projects/parcels/trainings", Map.of(), Map.of("x-correlation-id", "walk"))
                .body()
                .path("execution")
                .path("id")
                .asText();
        execution =
                ExecutionContext.of(world.executions.find(Workspace.DEFAULT, id).orElseThrow());
    }

    @Test
    void record_success_closesAndKeepsItsEventsOnce() throws IOException {
        WorkerOutcome outcome = WorkerOutcome.succeeded(
                Map.of("version", 1), new OutcomeEvent("ModelRegistered", "parcel-delay", Map.of("version", 1)));

        JsonNode first = call(record, input().set("outcome", Json.tree(outcome)));
        JsonNode second = call(record, input().set("outcome", Json.tree(outcome)));

        assertThat(first).isEqualTo(Json.tree(outcome));
        assertThat(second).isEqualTo(first);
        assertThat(stored().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(stored().result()).isEqualTo("{\"version\":1}");
        assertThat(world.executions.outbox()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("ModelRegistered");
            assertThat(event.id()).hasSize(64);
            assertThat(event.correlationId()).isEqualTo("walk");
            assertThat(event.causationIds()).containsExactly(execution.id());
        });
    }

    @Test
    void record_factOfAnExecutionNeverRecorded_isToldByTheNextOneUnderItsId() throws IOException {
        OutcomeEvent told =
                new OutcomeEvent("DatasetIngested", "parcels", Json.object().put("rows", 3), "EARLIER");
        OutcomeEvent other =
                new OutcomeEvent("DatasetIngested", "parcels", Json.object().put("rows", 3));

        call(record, input().set("outcome", Json.tree(WorkerOutcome.succeeded(Map.of("status", "DUPLICATE"), told))));
        start();
        call(record, input().set("outcome", Json.tree(WorkerOutcome.succeeded(Map.of("status", "DUPLICATE"), told))));

        assertThat(world.executions.outbox())
                .singleElement()
                .satisfies(event -> assertThat(event.causationIds()).contains(execution.id(), "EARLIER"));
        start();
        call(record, input().set("outcome", Json.tree(WorkerOutcome.succeeded(Map.of(), other))));
        assertThat(world.executions.outbox()).hasSize(2);
    }

    @Test
    void record_knownFailure_keepsItsProblem() throws IOException {
        Problem problem = new Problem("NO_ROWS", "Nothing.", List.of(new Problem.Detail("a", "b", "c")));

        call(record, input().set("outcome", Json.tree(WorkerOutcome.failed(problem))));

        assertThat(stored().status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(stored().problem()).isEqualTo(problem);
    }

    @Test
    void record_caughtError_keepsTheMessageWithoutTheStackTrace() throws IOException {
        ObjectNode cause =
                Json.object().put("errorMessage", "disk full\n\tat a.B.c").put("errorType", "X");
        cause.putArray("stackTrace").add("a.B.c(B.java:1)");
        ObjectNode error = Json.object().put("Error", "java.io.IOException").put("Cause", cause.toString());

        JsonNode answer = call(record, input().set("error", error));

        assertThat(answer.path("outcome").asText()).isEqualTo("FAILED");
        Problem problem = Objects.requireNonNull(stored().problem());
        assertThat(problem.code()).isEqualTo("STEP_FAILED");
        assertThat(problem.message())
                .contains("disk full", "java.io.IOException")
                .doesNotContain("B.java", "at a.B");
    }

    @Test
    void record_timeout_saysSo() throws IOException {
        call(record, input().set("error", Json.object().put("Error", "States.Timeout")));

        assertThat(Objects.requireNonNull(stored().problem()).code()).isEqualTo("TIMED_OUT");
    }

    @ParameterizedTest
    @CsvSource({
        "TIMED_OUT,TIMED_OUT,States.Timeout",
        "ABORTED,ABORTED,Console",
        "FAILED,NOT_RECORDED,Tidemill.NotRecorded"
    })
    void machineThatEndedUnrecorded_closesTheExecution(String status, String code, String error) throws IOException {
        String cause = "{\"errorMessage\":\"no table\",\"stackTrace\":[\"a.B.c(B.java:1)\"]}";

        JsonNode answer = call(record, stopped(status, error, cause));

        assertThat(answer.path("closed").asBoolean()).isTrue();
        assertThat(stored().status()).isEqualTo(ExecutionStatus.FAILED);
        Problem problem = Objects.requireNonNull(stored().problem());
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.message()).contains(error, "no table").doesNotContain("B.java");
        assertThat(call(record, stopped(status, error, cause)).path("closed").asBoolean())
                .isFalse();
    }

    @Test
    void machineThatEndedRecorded_leavesTheExecutionAsItIs() throws IOException {
        call(record, input().set("outcome", Json.tree(WorkerOutcome.succeeded(Map.of("version", 1)))));

        assertThat(call(record, stopped("FAILED", "X", "")).path("closed").asBoolean())
                .isFalse();
        assertThat(stored().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void machineOfNoExecution_isIgnored() throws IOException {
        execution = new ExecutionContext("default", "UNKNOWN", "parcels", "r", "training", "c", List.of());

        assertThat(call(record, stopped("ABORTED", "", "")).path("closed").asBoolean())
                .isFalse();
    }

    /** The event as EventBridge delivers it. */
    private JsonNode stopped(String status, String error, String cause) {
        ObjectNode event = Json.object()
                .put("version", "0")
                .put("source", "aws.states")
                .put("detail-type", "Step Functions Execution Status Change");
        event.putObject("detail")
                .put("executionArn", World.PREFIX.replace("stateMachine", "execution") + "training:" + execution.id())
                .put("stateMachineArn", World.PREFIX + "training")
                .put("name", execution.id())
                .put("status", status)
                .put("input", Json.write(new MachineInput(execution, Json.object())))
                .put("error", error)
                .put("cause", cause);
        return event;
    }

    @Test
    void publish_streamRecords_namesThoseTheBusRefused() throws IOException {
        InMemoryEventPublisher bus = new InMemoryEventPublisher();
        bus.refuseOnce("e2");
        ObjectNode batch = Json.object();
        ArrayNode records = batch.putArray("Records");
        streamRecord(records.addObject(), "100", "event", "e1");
        streamRecord(records.addObject(), "101", "event", "e2");
        streamRecord(records.addObject(), "102", "execution", "e3");

        JsonNode answer = call(new PublishHandler(new PublishOutbox(bus)), batch);

        assertThat(answer.toString()).isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"101\"}]}");
        assertThat(bus.published()).extracting(Event::id).containsExactly("e1");
    }

    private static void streamRecord(ObjectNode record, String sequence, String sk, String id) {
        record.put("eventName", "INSERT");
        ObjectNode change = record.putObject("dynamodb").put("SequenceNumber", sequence);
        ObjectNode image = change.putObject("NewImage");
        image.putObject("pk").put("S", "default#outbox#" + id);
        image.putObject("sk").put("S", sk);
        Event event = new Event(
                id, "LabelsArrived", 1, World.NOW, Workspace.DEFAULT, "parcels", "m", "walk", List.of(), "{}");
        image.putObject("event").put("S", EventEnvelope.write(event));
    }

    private ObjectNode input() {
        ObjectNode input = Json.object();
        input.set("execution", Json.tree(execution));
        return input;
    }

    private Execution stored() {
        return world.executions.find(Workspace.DEFAULT, execution.id()).orElseThrow();
    }

    private static JsonNode call(RequestStreamHandler handler, JsonNode input) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        handler.handleRequest(
                new ByteArrayInputStream(input.toString().getBytes(StandardCharsets.UTF_8)), out, new FakeContext());
        return Json.parse(out.toString(StandardCharsets.UTF_8));
    }
}
