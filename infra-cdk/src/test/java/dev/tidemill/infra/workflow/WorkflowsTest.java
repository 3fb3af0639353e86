package dev.tidemill.infra.workflow;

import static dev.tidemill.infra.workflow.Interpreter.object;
import static dev.tidemill.infra.workflow.WorkflowBuilder.asl;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.infra.workflow.Interpreter.Call;
import dev.tidemill.infra.workflow.Interpreter.Ended;
import dev.tidemill.infra.workflow.Interpreter.TaskError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Every path of every workflow, run with workers that answer as told. */
class WorkflowsTest {
    private static final Map<String, Object> BAD = asl(
            "outcome", "FAILED",
            "problem", asl("code", "BAD_ROWS", "message", "12 rows fall", "details", List.of()),
            "events", List.of());

    private final Map<String, Deque<Supplier<Object>>> answers = new LinkedHashMap<>();

    private static Map<String, Object> ok(String what, Object... events) {
        return asl("outcome", "SUCCEEDED", "result", asl("of", what), "events", List.of(events));
    }

    private static Map<String, Object> event(String type) {
        return asl("type", type, "subject", "s", "detail", Map.of());
    }

    /** The next answer of a worker; the last one is given again. */
    private WorkflowsTest answering(String worker, Object answer) {
        answers.computeIfAbsent(worker, w -> new ArrayDeque<>()).add(() -> answer);
        return this;
    }

    private WorkflowsTest throwing(String worker, String error) {
        answers.computeIfAbsent(worker, w -> new ArrayDeque<>()).add(() -> {
            throw new TaskError(error);
        });
        return this;
    }

    private Object answer(Call call) {
        String worker = call.function() + ":" + call.payload().getOrDefault("action", "");
        Deque<Supplier<Object>> told = answers.get(worker);
        if (told != null) {
            return (told.size() > 1 ? told.remove() : told.element()).get();
        }
        if (call.function().equals("Record")) {
            return call.payload().getOrDefault("outcome", BAD);
        }
        return ok(worker);
    }

    private Ended run(Workflow workflow, Map<String, Object> request) {
        return new Interpreter(this::answer).run(workflow, input(request));
    }

    private static Map<String, Object> input(Map<String, Object> request) {
        return asl("execution", asl("workspace", "default", "id", "01J"), "request", request);
    }

    private static Ended assertRecorded(Ended ended, String outcome) {
        assertThat(object(ended.lastPayload().get("outcome"))).containsEntry("outcome", outcome);
        assertThat(ended.lastPayload()).containsKey("execution").doesNotContainKey("error");
        return ended;
    }

    @Test
    void ingestion_ingest_recordsResultAndEvents() {
        Ended ended = answering("Ingestion:ingest", ok("rows", event("DatasetIngested")))
                .run(Workflows.ingestion(), asl("kind", "ingest"));
        assertThat(ended.error()).isNull();
        assertThat(ended.called()).containsExactly("Ingestion:ingest", "Record");
        assertThat(object(assertRecorded(ended, "SUCCEEDED").lastPayload().get("outcome")))
                .containsEntry("events", List.of(event("DatasetIngested")));
        assertThat(ended.calls().getFirst().payload()).containsEntry("previous", null);
    }

    @Test
    void ingestion_materialize_callsThatAction() {
        assertThat(run(Workflows.ingestion(), asl("kind", "materialize")).called())
                .containsExactly("Ingestion:materialize", "Record");
    }

    @Test
    void worker_knownFailure_isNotRetriedButRecorded() {
        Ended ended = answering("Ingestion:ingest", BAD).run(Workflows.ingestion(), asl("kind", "ingest"));
        assertThat(ended.error()).isEqualTo("BAD_ROWS");
        assertThat(ended.called()).containsExactly("Ingestion:ingest", "Record");
        assertRecorded(ended, "FAILED");
    }

    @Test
    void worker_throwsOnce_isTriedAgain() {
        Ended ended = throwing("Ingestion:ingest", "java.lang.IllegalStateException")
                .answering("Ingestion:ingest", ok("rows"))
                .run(Workflows.ingestion(), asl("kind", "ingest"));
        assertThat(ended.error()).isNull();
        assertThat(ended.called()).containsExactly("Ingestion:ingest", "Ingestion:ingest", "Record");
    }

    @Test
    void worker_throwsAlways_isRecordedWithTheError() {
        Ended ended =
                throwing("Ingestion:ingest", "Runtime.HandlerError").run(Workflows.ingestion(), asl("kind", "ingest"));
        assertThat(ended.error()).isEqualTo("Runtime.HandlerError");
        assertThat(ended.called())
                .containsExactly("Ingestion:ingest", "Ingestion:ingest", "Ingestion:ingest", "Record");
        assertThat(object(ended.lastPayload().get("error"))).containsEntry("Error", "Runtime.HandlerError");
    }

    @Test
    void worker_errorThatNoRepetitionCures_isNotRetried() {
        for (String error : List.of("States.Permissions", "Lambda.ResourceNotFoundException", "States.Timeout")) {
            answers.clear();
            assertThat(throwing("Ingestion:ingest", error)
                            .run(Workflows.ingestion(), asl("kind", "ingest"))
                            .called())
                    .as(error)
                    .containsExactly("Ingestion:ingest", "Record");
        }
    }

    @Test
    void worker_throttled_isTriedSixTimesMore() {
        assertThat(throwing("Ingestion:ingest", "Lambda.TooManyRequestsException")
                        .run(Workflows.ingestion(), asl("kind", "ingest"))
                        .called())
                .hasSize(1 + 6 + 1);
    }

    @Test
    void record_neverWorks_failsByName() {
        Ended ended = throwing("Record:", "java.io.IOException").run(Workflows.monitoring(), Map.of());
        assertThat(ended.error()).isEqualTo("Tidemill.NotRecorded");
    }

    @Test
    void deployment_allVerified_movesAliasLast() {
        Ended ended = answering("Inference:verify", ok("online", event("A")))
                .answering("Registration:promote", ok("alias", event("AliasMoved"), event("DeploymentCompleted")))
                .run(Workflows.deployment(), Map.of());
        assertThat(ended.called())
                .containsExactly("Inference:verify", "Scoring:verify", "Registration:promote", "Record");
        assertThat(object(ended.lastPayload().get("outcome")))
                .containsEntry("events", List.of(event("A"), event("AliasMoved"), event("DeploymentCompleted")))
                .containsEntry("result", asl("of", "alias"));
    }

    @Test
    void deployment_oneRefuses_movesNothing() {
        assertThat(assertRecorded(answering("Scoring:verify", BAD).run(Workflows.deployment(), Map.of()), "FAILED")
                        .called())
                .containsExactly("Inference:verify", "Scoring:verify", "Record");
    }

    private static Map<String, Object> plan(int chunks) {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < chunks; i++) {
            list.add(asl("index", i, "from", i * 50_000L, "to", (i + 1) * 50_000L));
        }
        return asl(
                "outcome", "SUCCEEDED", "result", asl("chunks", list, "rows", chunks * 50_000L), "events", List.of());
    }

    @Test
    void scoring_anyNumberOfChunks_finishesWithAllResults() {
        for (int chunks : List.of(0, 1, 3)) {
            answers.clear();
            Ended ended = answering("Scoring:plan", plan(chunks)).run(Workflows.batchScoring(), Map.of());
            assertThat(ended.error()).isNull();
            Map<String, Object> finish =
                    ended.calls().get(ended.calls().size() - 2).payload();
            assertThat(finish).containsEntry("action", "finish");
            Map<String, Object> result = object(object(finish.get("previous")).get("result"));
            assertThat(Interpreter.list(result.get("chunks"))).hasSize(chunks);
            assertThat(object(result.get("plan"))).containsEntry("rows", chunks * 50_000L);
            assertThat(ended.called().stream().filter("Scoring:score"::equals)).hasSize(chunks);
        }
    }

    @Test
    void scoring_aChunkFails_recordsItsProblem() {
        Ended ended = answering("Scoring:plan", plan(3))
                .answering("Scoring:score", ok("chunk"))
                .answering("Scoring:score", BAD)
                .run(Workflows.batchScoring(), Map.of());
        assertThat(ended.error()).isEqualTo("BAD_ROWS");
        assertThat(assertRecorded(ended, "FAILED").called()).doesNotContain("Scoring:finish");
    }

    @Test
    void scoring_aChunkThrowsAlways_recordsTheError() {
        Ended ended = answering("Scoring:plan", plan(2))
                .throwing("Scoring:score", "java.lang.OutOfMemoryError")
                .run(Workflows.batchScoring(), Map.of());
        assertThat(ended.error()).isEqualTo("java.lang.OutOfMemoryError");
        assertThat(ended.lastPayload()).containsKey("error");
    }

    @Test
    void payloads_ofTwoHundredChunks_stayFarUnderTheLimit() {
        answering("Scoring:plan", plan(200));
        answering(
                "Scoring:score",
                asl(
                        "outcome",
                        "SUCCEEDED",
                        "result",
                        asl("index", 199, "rows", 50_000, "key", "k".repeat(200)),
                        "events",
                        List.of()));
        Interpreter interpreter = new Interpreter(this::answer);
        assertThat(interpreter.run(Workflows.batchScoring(), input(Map.of())).error())
                .isNull();
        assertThat(interpreter.largestBytes()).isBetween(1, Interpreter.MOST_BYTES / 2);
    }

    @Test
    void monitoring_bothSteps_recordsAllEvents() {
        Ended ended = answering("Monitoring:labels", ok("l", event("LabelsArrived")))
                .answering("Monitoring:report", ok("r", event("DriftDetected"), event("QualityDropped")))
                .run(Workflows.monitoring(), Map.of());
        assertThat(object(ended.lastPayload().get("outcome")))
                .containsEntry(
                        "events", List.of(event("LabelsArrived"), event("DriftDetected"), event("QualityDropped")));
    }

    private static Workflow training() {
        return Workflows.training(3600);
    }

    @Test
    void training_jobSucceeds_registers() {
        Ended ended = answering("TrainingDispatch:dispatch", ok("run", event("TrainingCompleted")))
                .answering("Registration:register", ok("version", event("ModelRegistered")))
                .run(training(), Map.of());
        assertThat(ended.error()).isNull();
        assertThat(ended.called()).containsExactly("TrainingDispatch:dispatch", "Registration:register", "Record");
        assertThat(ended.calls().getFirst().payload()).containsEntry("taskToken", "token");
        assertThat(object(object(ended.calls().get(1).payload().get("previous")).get("result")))
                .containsEntry("of", "run");
        assertThat(object(ended.lastPayload().get("outcome")))
                .containsEntry("events", List.of(event("TrainingCompleted"), event("ModelRegistered")));
    }

    @Test
    void training_byItsCaller_isPinnedFirst() {
        Ended ended = answering("TrainingDispatch:dispatch", ok("run")).run(training(), asl("where", "local"));
        assertThat(ended.error()).isNull();
        assertThat(ended.called())
                .containsExactly("Ingestion:pin", "TrainingDispatch:dispatch", "Registration:register", "Record");
        assertThat(object(object(ended.calls().get(2).payload().get("previous")).get("result")))
                .containsEntry("of", "run");
    }

    @Test
    void training_byItsCallerWithoutData_isNotDispatched() {
        Ended ended = answering("Ingestion:pin", BAD).run(training(), asl("where", "local"));
        assertThat(assertRecorded(ended, "FAILED").called())
                .containsExactly("Ingestion:pin", "Registration:fail-run", "Record");
    }

    @Test
    void training_knownFailure_failsTheRunToo() {
        Ended ended = answering("TrainingDispatch:dispatch", BAD).run(training(), Map.of());
        assertThat(assertRecorded(ended, "FAILED").called())
                .containsExactly("TrainingDispatch:dispatch", "Registration:fail-run", "Record");
    }

    @Test
    void training_timeoutOrCancel_terminatesAndLooksOnceMore() {
        for (String error : List.of("States.Timeout", "Tidemill.Cancelled", "Tidemill.JobFailed")) {
            answers.clear();
            Ended ended = throwing("TrainingDispatch:dispatch", error)
                    .answering("TrainingDispatch:terminate", BAD)
                    .run(training(), Map.of());
            assertThat(assertRecorded(ended, "FAILED").called())
                    .as(error)
                    .containsExactly(
                            "TrainingDispatch:dispatch",
                            "TrainingDispatch:terminate",
                            "Registration:fail-run",
                            "Record");
            Map<String, Object> problem = object(
                    object(ended.calls().get(1).payload().get("previous")).get("problem"));
            assertThat(problem).containsEntry("code", error).containsEntry("message", "Dispatch ended by " + error);
        }
    }

    @Test
    void training_endedWellUnseen_registersAfterAll() {
        Ended ended = throwing("TrainingDispatch:dispatch", "States.Timeout")
                .answering("TrainingDispatch:terminate", ok("run"))
                .run(training(), Map.of());
        assertThat(ended.error()).isNull();
        assertThat(ended.called())
                .containsExactly(
                        "TrainingDispatch:dispatch", "TrainingDispatch:terminate", "Registration:register", "Record");
    }

    @Test
    void training_dispatchAsksToTryAgain_isTriedThreeTimesMore() {
        Ended ended = throwing("TrainingDispatch:dispatch", Retries.TRY_AGAIN)
                .answering("TrainingDispatch:terminate", BAD)
                .run(training(), Map.of());
        assertThat(ended.called().stream().filter("TrainingDispatch:dispatch"::equals))
                .hasSize(4);
        assertThat(ended.called()).contains("TrainingDispatch:terminate");
    }

    @Test
    void training_registrationThrowsAlways_failsTheRunAndRecordsTheError() {
        Ended ended =
                throwing("Registration:register", "java.lang.RuntimeException").run(training(), Map.of());
        assertThat(ended.called()).endsWith("Registration:register", "Registration:fail-run", "Record");
        assertThat(Objects.requireNonNull(ended.error())).isEqualTo("java.lang.RuntimeException");
        assertThat(ended.lastPayload()).containsKey("error");
    }

    @Test
    void training_runCannotBeFailed_recordsTheFailureAnyway() {
        Ended ended = answering("TrainingDispatch:dispatch", BAD)
                .throwing("Registration:fail-run", "java.lang.RuntimeException")
                .run(training(), Map.of());
        assertThat(ended.error()).isEqualTo("BAD_ROWS");
        assertRecorded(ended, "FAILED");
    }
}
