package dev.tidemill.trainingdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.PushedProject;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.TrainingInput;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.storage.InMemoryObjectStore;
import dev.tidemill.core.training.InMemoryJobQueue;
import dev.tidemill.core.training.InMemoryTaskTokens;
import dev.tidemill.core.training.JobQueue;
import dev.tidemill.core.workflow.InMemoryStateMachines;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingDispatchTest {
    private static final String EXECUTION = "01HZZZZZZZZZZZZZZZZZZZZZZZ";
    private static final String FOLDER = "w/team/executions/" + EXECUTION + "/";

    private final InMemoryObjectStore artifacts = new InMemoryObjectStore("artifacts");
    private final InMemoryTaskTokens tokens = new InMemoryTaskTokens();
    private final InMemoryJobQueue jobs = new InMemoryJobQueue();
    private final InMemoryStateMachines machines = new InMemoryStateMachines();
    private final TrainingResources resources = new TrainingResources(artifacts);
    private final JobOutcomes outcomes = new JobOutcomes(artifacts);
    private final DispatchTraining dispatch = new DispatchTraining(tokens, artifacts, resources, jobs, machines, 3600);
    private final TerminateTraining terminate =
            new TerminateTraining(resources, jobs, outcomes, new LocalTraining(tokens, artifacts, machines));
    private final CompleteTraining complete = new CompleteTraining(tokens, outcomes, machines);

    @BeforeEach
    void push() {
        write(
                PushedProject.key(new Workspace("team"), "tiny", "r1"),
                Json.write(new PushedProject(
                        PushedProject.FORMAT,
                        "tiny",
                        "r1",
                        Map.of("project.yaml", """
                        apiVersion: tidemill/v1
                        project: tiny
                        goal: {problem: regression, statement: "How many?", owners: {data-scientist: a@example.com}}
                        datasets:
                          days: {source: {format: csv}, key: [day], event-time: day, available-after: PT1H,
                                 columns: {day: {type: timestamp}, n: {type: int}}, outcomes: [n]}
                        request: {key: [day], time: at, columns: {day: {type: timestamp, required: true}, x: {type: double}}}
                        label: {name: n, sql: "SELECT day, n AS value, day AS available_at FROM days", horizon: PT0S}
                        training:
                          examples: {sql: "SELECT day, 1.0 AS x, day AS at FROM days"}
                          inputs: {numeric: [x]}
                          split: {by: time, validation: P1M, test: P1M}
                          trainer: {algorithm: xgboost, rounds: 5, seed: 7}
                          resources: {vcpus: 2, memory: 4GB}
                        evaluation: {metrics: [mae], baseline: {mean-by: []}, cluster: day, gates: []}
                        serving: {model: tiny}
                        """),
                        null,
                        false,
                        Instant.EPOCH,
                        List.of("days"))));
    }

    @Test
    void dispatch_submitsOneJobNamedByTheExecution_andIsRepeatable() {
        WorkerOutcome first = dispatch.dispatch(call("dispatch", "r1", "token-1", null));
        dispatch.dispatch(call("dispatch", "r1", "token-2", null));

        assertThat(first.hasSucceeded()).as(String.valueOf(first.problem())).isTrue();
        assertThat(jobs.requests()).hasSize(1);
        JobQueue.JobRequest request = jobs.requests().getFirst();
        assertThat(request.name()).isEqualTo(EXECUTION);
        assertThat(request.vcpus()).isEqualTo(2);
        assertThat(request.memoryMib()).isEqualTo(4 * 1024);
        assertThat(request.timeoutSeconds()).isEqualTo(3600);
        assertThat(request.environment())
                .isEqualTo(Map.of("TIDEMILL_WORKSPACE", "team", "TIDEMILL_EXECUTION_ID", EXECUTION));
        assertThat(tokens.find(new Workspace("team"), EXECUTION)).contains("token-2");
        assertThat(machines.answers()).isEmpty();
        assertThat(artifacts.read(FOLDER + "training-input.json"))
                .hasValueSatisfying(json ->
                        assertThat(new String(json, StandardCharsets.UTF_8)).contains(EXECUTION));
    }

    @Test
    void dispatch_byItsCaller_keepsTheTokenAndSubmitsNothing() {
        write(FOLDER + "pins.json", "{\"days\":42}");

        WorkerOutcome outcome = dispatch.dispatch(local("dispatch", "token-1", null));

        assertThat(outcome.hasSucceeded()).isTrue();
        assertThat(jobs.requests()).isEmpty();
        assertThat(machines.answers()).isEmpty();
        assertThat(tokens.find(new Workspace("team"), EXECUTION)).contains("token-1");
        JsonNode input = Json.parse(
                new String(artifacts.read(FOLDER + "training-input.json").orElseThrow(), StandardCharsets.UTF_8));
        assertThat(TrainingInput.pins(input.path("request"))).isEqualTo(Map.of("days", 42L));
    }

    @Test
    void dispatch_byItsCallerAgainAfterItsEnd_handsTheOutcomeOn() {
        dispatch.dispatch(local("dispatch", "token-1", null));
        write(FOLDER + "attempt-1/outcome.json", Json.write(WorkerOutcome.succeeded(Map.of("runId", "run"))));

        dispatch.dispatch(local("dispatch", "token-2", null));

        assertThat(machines.answers()).singleElement().satisfies(answer -> {
            assertThat(answer.taskToken()).isEqualTo("token-2");
            assertThat(answer.text()).contains("\"runId\":\"run\"");
        });
    }

    @ParameterizedTest
    @CsvSource({"Tidemill.Cancelled, CANCELLED", "States.Timeout, TIMED_OUT", "Other, TRAINING_FAILED"})
    void terminate_byItsCaller_looksForNoJob(String error, String code) {
        TerminateTraining unreachable = new TerminateTraining(
                resources, new BrokenJobQueue(), outcomes, new LocalTraining(tokens, artifacts, machines));

        WorkerOutcome outcome = unreachable.terminate(local("terminate", null, error));

        assertThat(Json.tree(outcome).path("problem").path("code").asText()).isEqualTo(code);
        write(FOLDER + "attempt-1/outcome.json", Json.write(WorkerOutcome.succeeded(Map.of("runId", "run"))));
        assertThat(unreachable.terminate(local("terminate", null, error)).hasSucceeded())
                .isTrue();
    }

    @Test
    void dispatch_unknownRevision_tellsTheWaitingStateAndSubmitsNothing() {
        dispatch.dispatch(call("dispatch", "r9", "token-1", null));

        assertThat(jobs.requests()).isEmpty();
        assertThat(machines.answers()).singleElement().satisfies(answer -> {
            assertThat(answer.success()).isTrue();
            assertThat(answer.text()).contains("FAILED", "NO_SUCH_REVISION", "r9");
        });
    }

    @Test
    void dispatch_queueOutOfReach_asksTheStateToTryAgain() {
        JobQueue broken = new BrokenJobQueue();
        new DispatchTraining(tokens, artifacts, resources, broken, machines, 3600)
                .dispatch(call("dispatch", "r1", "token-1", null));

        assertThat(machines.answers()).singleElement().satisfies(answer -> {
            assertThat(answer.success()).isFalse();
            assertThat(answer.text()).isEqualTo("Tidemill.TryAgain");
        });
    }

    @Test
    void complete_repeatedAndEarlyEvents_completeOnceWithTheLastAttemptsOutcome() {
        dispatch.dispatch(call("dispatch", "r1", "token-1", null));
        write(FOLDER + "attempt-1/outcome.json", Json.write(WorkerOutcome.succeeded(Map.of("runId", "old"))));
        write(FOLDER + "attempt-2/outcome.json", Json.write(WorkerOutcome.succeeded(Map.of("runId", "new"))));

        assertThat(complete.complete(state("RUNNING"))).isEqualTo(CompleteTraining.Completion.Going);
        assertThat(machines.answers()).isEmpty();
        complete.complete(state("SUCCEEDED"));
        complete.complete(state("SUCCEEDED"));

        assertThat(machines.answers()).singleElement().satisfies(answer -> {
            assertThat(answer.taskToken()).isEqualTo("token-1");
            assertThat(Json.parse(answer.text()).path("result").path("runId").asText())
                    .isEqualTo("new");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUCCEEDED", "FAILED"})
    void dispatch_againAfterTheJobEnded_sendsTheStateOnToLookAtIt(String status) {
        dispatch.dispatch(call("dispatch", "r1", "token-1", null));
        jobs.set(new JobQueue.Job("job-" + EXECUTION, EXECUTION, status, "", List.of(0)));

        dispatch.dispatch(call("dispatch", "r1", "token-2", null));

        assertThat(jobs.requests()).hasSize(1);
        assertThat(machines.answers()).singleElement().satisfies(answer -> {
            assertThat(answer.taskToken()).isEqualTo("token-2");
            assertThat(answer.success()).isFalse();
            assertThat(answer.text()).isEqualTo("Tidemill.EndedBefore");
        });
    }

    @Test
    void terminate_jobThatEndedByItselfWithoutOutcome_saysWhatItEndedBy() {
        dispatch.dispatch(call("dispatch", "r1", "token-1", null));
        jobs.set(new JobQueue.Job("job-" + EXECUTION, EXECUTION, "FAILED", "OutOfMemory", List.of(75, 137)));

        WorkerOutcome outcome = terminate.terminate(call("terminate", "r1", null, "Tidemill.EndedBefore"));

        assertThat(Json.write(outcome))
                .contains("TRAINING_JOB_FAILED", "FAILED after exit codes 75, 137", "Batch says: OutOfMemory");
    }

    @Test
    void complete_jobWithoutOutcome_isAFailedOutcomeNamingExitCodes() {
        dispatch.dispatch(call("dispatch", "r1", "token-1", null));

        assertThat(complete.complete(state("FAILED"))).isEqualTo(CompleteTraining.Completion.Failed);
        assertThat(machines.answers()).singleElement().satisfies(answer -> {
            assertThat(answer.success()).isTrue();
            JsonNode outcome = Json.parse(answer.text());
            assertThat(outcome.path("outcome").asText()).isEqualTo("FAILED");
            assertThat(outcome.at("/problem/code").asText()).isEqualTo("TRAINING_JOB_FAILED");
            assertThat(outcome.at("/problem/message").asText()).contains("exit codes 137", "gone");
            assertThat(outcome.at("/problem/details/0/value").asText()).isEqualTo("exit code 137");
        });
    }

    @Test
    void complete_jobOfNoTraining_isIgnored() {
        assertThat(complete.complete(state("SUCCEEDED"))).isEqualTo(CompleteTraining.Completion.Unknown);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void terminate_endsTheJob_andTakesAnOutcomeThatIsThereAfterAll(boolean left) {
        dispatch.dispatch(call("dispatch", "r1", "token-1", null));
        if (left) {
            write(FOLDER + "attempt-1/outcome.json", Json.write(WorkerOutcome.succeeded(Map.of("runId", "run"))));
        }

        WorkerOutcome outcome = terminate.terminate(call("terminate", "r1", null, "States.Timeout"));

        assertThat(jobs.find(EXECUTION, false))
                .hasValueSatisfying(job -> assertThat(job.status()).isEqualTo("FAILED"));
        assertThat(outcome.hasSucceeded()).isEqualTo(left);
        if (!left) {
            assertThat(Json.write(outcome)).contains("TRAINING_JOB_FAILED", "States.Timeout", "job-" + EXECUTION);
        }
    }

    @Test
    void jobState_ofEventBridgesShape_isRead() {
        JsonNode detail = Json.parse("""
                {"jobName": "%s", "jobId": "j-1", "status": "FAILED", "statusReason": "Essential container exited",
                 "attempts": [{"container": {"exitCode": 75}}, {"container": {"reason": "OutOfMemory"}}],
                 "container": {"reason": "OutOfMemoryError: killed", "environment": [{"name": "TIDEMILL_WORKSPACE", "value": "team"}]}}
                """.formatted(EXECUTION));

        assertThat(JobState.of(detail))
                .isEqualTo(new JobState(
                        new Workspace("team"),
                        EXECUTION,
                        "j-1",
                        "FAILED",
                        "Essential container exited: OutOfMemoryError: killed",
                        List.of(75, -1)));
    }

    private static JobState state(String status) {
        return new JobState(new Workspace("team"), EXECUTION, "j-1", status, "gone", List.of(137));
    }

    private static WorkerCall call(String action, String revision, @Nullable String token, @Nullable String error) {
        ExecutionContext execution =
                new ExecutionContext("team", EXECUTION, "tiny", revision, "training", "c-1", List.of());
        JsonNode previous = error == null
                ? null
                : Json.parse("{\"outcome\":\"FAILED\",\"problem\":{\"code\":\"" + error + "\",\"message\":\"\"}}");
        return new WorkerCall(action, execution, Json.object().put("promote", "never"), previous, token, null);
    }

    private static WorkerCall local(String action, @Nullable String token, @Nullable String error) {
        WorkerCall call = call(action, "r1", token, error);
        return new WorkerCall(
                action, call.execution(), Json.object().put("where", "local"), call.previous(), token, null);
    }

    private void write(String key, String json) {
        artifacts.write(key, json.getBytes(StandardCharsets.UTF_8), "application/json");
    }
}
