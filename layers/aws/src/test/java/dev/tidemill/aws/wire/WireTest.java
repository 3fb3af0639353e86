package dev.tidemill.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.batch.BatchJobQueue;
import dev.tidemill.aws.cloudwatchlogs.CloudWatchExecutionLogs;
import dev.tidemill.aws.eventbridge.EventBridgePublisher;
import dev.tidemill.aws.eventbridge.EventEnvelope;
import dev.tidemill.aws.stepfunctions.SfnStateMachines;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.event.Event;
import dev.tidemill.core.lifecycle.ExecutionKind;
import dev.tidemill.core.lifecycle.ExecutionLogs.Line;
import dev.tidemill.core.training.JobQueue.Job;
import dev.tidemill.core.training.JobQueue.JobRequest;
import dev.tidemill.core.workflow.StateMachines.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sfn.SfnClient;

class WireTest {
    private static final String PREFIX = "arn:aws:states:eu-west-1:111122223333:stateMachine:tidemill-";

    private final RecordedService service = new RecordedService();

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void publish_partlyRefused_givesTheRefusedBack() {
        service.answers("{\"FailedEntryCount\":1,\"Entries\":[" + "{\"EventId\":\"1\"},".repeat(9)
                        + "{\"ErrorCode\":\"ThrottlingException\",\"ErrorMessage\":\"slow down\"}]}")
                .answers("{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"2\"},{\"EventId\":\"3\"}]}");
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            events.add(event("e" + i));
        }
        EventBridgePublisher publisher = new EventBridgePublisher(
                service.client(EventBridgeClient.builder()).build(), "tidemill");
        assertThat(publisher.publish(events)).containsExactly(events.get(9));
        assertThat(service.requests())
                .extracting(r -> r.body().path("Entries").size())
                .containsExactly(10, 2);
        JsonNode entry = service.requests().getFirst().body().path("Entries").path(0);
        assertThat(entry.path("Source").asText()).isEqualTo("tidemill");
        assertThat(entry.path("DetailType").asText()).isEqualTo("DatasetIngested");
        assertThat(EventEnvelope.read(Json.parse(entry.path("Detail").asText())))
                .isEqualTo(event("e0"));
    }

    @Test
    void submit_jobOfThisName_isFoundInstead() {
        service.answers("{\"jobSummaryList\":[{\"jobId\":\"j2\",\"jobName\":\"E1\",\"createdAt\":20},"
                        + "{\"jobId\":\"j1\",\"jobName\":\"E1\",\"createdAt\":10}]}")
                .answers("{\"jobs\":[{\"jobId\":\"j1\",\"jobName\":\"E1\",\"status\":\"RUNNING\","
                        + "\"attempts\":[{\"container\":{\"exitCode\":75}},{\"container\":{}}]}]}");
        assertThat(jobs("gpu").submit(request(0))).isEqualTo("j1");
        assertThat(service.requests().getFirst().body())
                .isEqualTo(
                        Json.parse("{\"filters\":[{\"name\":\"JOB_NAME\",\"values\":[\"E1\"]}],\"jobQueue\":\"cpu\"}"));
        assertThat(service.requests())
                .extracting(RecordedService.Request::operation)
                .doesNotContain("/v1/submitjob");
    }

    @Test
    void submit_new_carriesResourcesAndEnvironment() {
        service.answers("{\"jobSummaryList\":[]}").answers("{\"jobId\":\"j9\",\"jobName\":\"E1\"}");
        assertThat(jobs("gpu").submit(request(1))).isEqualTo("j9");
        JsonNode submitted = service.requests().getLast().body();
        assertThat(submitted.path("jobQueue").asText()).isEqualTo("gpu");
        assertThat(submitted.path("jobDefinition").asText()).isEqualTo("trainer-gpu");
        assertThat(submitted.path("timeout").path("attemptDurationSeconds").asInt())
                .isEqualTo(600);
        assertThat(submitted.path("containerOverrides").path("resourceRequirements"))
                .isEqualTo(Json.parse("[{\"type\":\"VCPU\",\"value\":\"0.5\"},{\"type\":\"MEMORY\",\"value\":\"1024\"},"
                        + "{\"type\":\"GPU\",\"value\":\"1\"}]"));
        assertThat(submitted.path("containerOverrides").path("environment"))
                .isEqualTo(Json.parse("[{\"name\":\"A\",\"value\":\"b\"}]"));
    }

    @Test
    void submit_gpusWithoutAQueue_isRefused() {
        assertThatThrownBy(() -> jobs("").submit(request(1))).hasMessageContaining("gpus 1");
    }

    @Test
    void find_ended_tellsReasonAndExitCodes() {
        service.answers("{\"jobSummaryList\":[{\"jobId\":\"j1\",\"jobName\":\"E1\",\"createdAt\":10}]}")
                .answers("{\"jobs\":[{\"jobId\":\"j1\",\"jobName\":\"E1\",\"status\":\"FAILED\","
                        + "\"statusReason\":\"Host terminated\","
                        + "\"attempts\":[{\"container\":{\"exitCode\":137}},{\"container\":{}}]}]}");
        assertThat(jobs("gpu").find("E1", false))
                .contains(new Job("j1", "E1", "FAILED", "Host terminated", List.of(137, -1)));
    }

    @Test
    void start_twice_isOnce() {
        service.answers("{\"executionArn\":\"a\",\"startDate\":1}").fails("ExecutionAlreadyExists");
        machines().start(ExecutionKind.SCORING, "E1", "{}");
        machines().start(ExecutionKind.SCORING, "E1", "{}");
        assertThat(service.requests().getFirst().body().path("stateMachineArn").asText())
                .isEqualTo(PREFIX + "batch-scoring");
        assertThat(service.requests().getFirst().body().path("name").asText()).isEqualTo("E1");
    }

    @Test
    void answer_taskThatWaitsNoMore_isIgnored() {
        service.fails("TaskTimedOut").fails("TaskDoesNotExist").fails("InvalidToken");
        machines().complete("t", "{}");
        machines().fail("t", "E", "c".repeat(40_000));
        machines().complete("t", "{}");
        assertThat(service.requests().get(1).body().path("cause").asText()).hasSize(32_768);
    }

    @Test
    void history_absent_isEmpty_andFailuresAreTold() {
        service.fails("ExecutionDoesNotExist")
                .answers("{\"events\":[{\"id\":1,\"timestamp\":1.5,\"type\":\"TaskStateEntered\","
                        + "\"stateEnteredEventDetails\":{\"name\":\"Dispatch\"}},"
                        + "{\"id\":2,\"timestamp\":2,\"type\":\"TaskFailed\","
                        + "\"taskFailedEventDetails\":{\"error\":\"E\",\"cause\":\"c\",\"resource\":\"r\","
                        + "\"resourceType\":\"lambda\"}}]}");
        assertThat(machines().history(ExecutionKind.TRAINING, "E9")).isEmpty();
        assertThat(machines().history(ExecutionKind.TRAINING, "E1"))
                .containsExactly(
                        new Step(1, Instant.ofEpochMilli(1500), "TaskStateEntered", "Dispatch", null),
                        new Step(2, Instant.ofEpochSecond(2), "TaskFailed", null, "E: c"));
        assertThat(service.requests().getLast().body().path("executionArn").asText())
                .isEqualTo("arn:aws:states:eu-west-1:111122223333:execution:tidemill-training:E1");
    }

    @Test
    void logs_ofAnExecution_areItsLinesOfEveryGroupByTime_andTheNewest() {
        service.answers("{\"events\":[" + logged(3_000, "E1", "dispatched") + "],\"nextToken\":\"more\"}")
                .answers("{\"events\":[{\"timestamp\":4000,\"message\":\"E1 in no JSON\"},"
                        + logged(5_000, "E2", "waits for E1") + "]}")
                .answers("{\"events\":[" + logged(2_000, "E1", "early") + "," + logged(4_000, "E1", "boosts") + "]}")
                .fails("ResourceNotFoundException");
        CloudWatchExecutionLogs logs = new CloudWatchExecutionLogs(
                service.client(CloudWatchLogsClient.builder()).build());

        assertThat(logs.read(ExecutionKind.TRAINING, "E1", Instant.ofEpochMilli(1_500), 2))
                .containsExactly(
                        new Line(Instant.ofEpochSecond(3), "INFO", "training-dispatch", "dispatched"),
                        new Line(Instant.ofEpochSecond(4), "INFO", "trainer", "boosts"));
        assertThat(service.requests())
                .extracting(r -> r.body().path("nextToken").asText())
                .startsWith("", "more", "");
        assertThat(service.requests().getFirst().body().path("startTime").asLong())
                .isEqualTo(1_500);
        assertThat(service.requests().getFirst().body().path("filterPattern").asText())
                .isEqualTo("\"E1\"");
    }

    private static String logged(long millis, String execution, String message) {
        String line = Json.write(Map.of("level", "INFO", "message", message, "execution", execution));
        return Json.write(Map.of("timestamp", millis, "message", line));
    }

    private BatchJobQueue jobs(String gpuQueue) {
        return new BatchJobQueue(service.client(BatchClient.builder()).build(), "cpu", gpuQueue, "trainer");
    }

    private SfnStateMachines machines() {
        return new SfnStateMachines(service.client(SfnClient.builder()).build(), PREFIX);
    }

    private static JobRequest request(int gpus) {
        return new JobRequest("E1", 0.5, 1024, gpus, 600, Map.of("A", "b"));
    }

    private static Event event(String id) {
        return new Event(
                id,
                "DatasetIngested",
                1,
                Instant.parse("2026-03-01T10:00:00.123456Z"),
                Workspace.DEFAULT,
                "flights",
                "flights",
                "corr",
                List.of("E0"),
                "{\"rows\":5}");
    }
}
