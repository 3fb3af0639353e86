package dev.tidemill.infra.workflow;

import static dev.tidemill.infra.workflow.WorkflowBuilder.RECORD;
import static dev.tidemill.infra.workflow.WorkflowBuilder.RECORD_ERROR;
import static dev.tidemill.infra.workflow.WorkflowBuilder.asl;
import static dev.tidemill.infra.workflow.WorkflowBuilder.caught;
import static dev.tidemill.infra.workflow.WorkflowBuilder.payload;

import dev.tidemill.infra.function.DeployedFunction;
import java.util.List;
import java.util.Map;

/** The state machines of the lifecycle. Each ends by recording the execution's outcome and its events. */
public final class Workflows {
    private static final int SCORED_AT_ONCE = 2;

    private Workflows() {}

    /**
     * All five.
     *
     * @param trainingSeconds bound on a training from dispatch to its end, queueing and all attempts included
     */
    public static List<Workflow> all(int trainingSeconds) {
        return List.of(ingestion(), training(trainingSeconds), deployment(), batchScoring(), monitoring());
    }

    static Workflow ingestion() {
        return new WorkflowBuilder("ingestion", "Ingest or materialize?")
                .choice("Ingest or materialize?", "$request.kind = 'materialize'", "Materialize", "Ingest")
                .worker("Ingest", DeployedFunction.INGESTION, "ingest", true, RECORD)
                .worker("Materialize", DeployedFunction.INGESTION, "materialize", true, RECORD)
                .build();
    }

    /**
     * A job that was lost sight of or cancelled is terminated and looked at once more, before anything is failed. A
     * training that its caller runs is given its snapshots first, because only what runs here can keep them; then the
     * same state waits, for the caller instead of a job.
     */
    static Workflow training(int trainingSeconds) {
        WorkflowBuilder workflow = new WorkflowBuilder("training", "By its caller?")
                .choice("By its caller?", "$request.where = 'local'", "Pin", "Dispatch")
                .worker(
                        "Pin",
                        DeployedFunction.INGESTION,
                        payload("pin", null),
                        "Dispatch",
                        "Fail run",
                        "Fail run after error");
        Map<String, Object> told = payload("dispatch", null);
        told.put("taskToken", "{% $states.context.Task.Token %}");
        Map<String, Object> dispatch = workflow.task(DeployedFunction.TRAINING_DISPATCH, told, Retries.ofTokenTask());
        dispatch.put("Resource", "arn:aws:states:::lambda:invoke.waitForTaskToken");
        dispatch.put("TimeoutSeconds", trainingSeconds);
        dispatch.put("Catch", caught("Terminate", "Dispatch"));
        dispatch.put("Assign", asl("outcome", "{% $states.result %}", "events", "{% [$states.result.events] %}"));
        dispatch.put("Output", "{% $states.result %}");
        String previous = "{% $outcome %}";
        return workflow.withOutcomeChoice("Dispatch", dispatch, "Register", "Fail run")
                .worker(
                        "Terminate",
                        DeployedFunction.TRAINING_DISPATCH,
                        payload("terminate", previous),
                        "Register",
                        "Fail run",
                        "Fail run after error")
                .worker(
                        "Register",
                        DeployedFunction.REGISTRATION,
                        payload("register", previous),
                        RECORD,
                        "Fail run",
                        "Fail run after error")
                .put("Fail run", failRun(workflow, RECORD))
                .put("Fail run after error", failRun(workflow, RECORD_ERROR))
                .build();
    }

    /** Marks the tracked run as failed; the execution's failure is recorded even where that cannot be done. */
    private static Map<String, Object> failRun(WorkflowBuilder workflow, String next) {
        Map<String, Object> task =
                workflow.task(DeployedFunction.REGISTRATION, payload("fail-run", "{% $outcome %}"), Retries.ofWorker());
        task.put("Catch", List.of(asl("ErrorEquals", List.of("States.ALL"), "Next", next)));
        task.put("Output", "{% $states.result.Payload %}");
        task.put("Next", next);
        return task;
    }

    static Workflow deployment() {
        return new WorkflowBuilder("deployment", "Verify online")
                .worker("Verify online", DeployedFunction.INFERENCE, "verify", true, "Verify batch")
                .worker("Verify batch", DeployedFunction.SCORING, "verify", false, "Move alias")
                .worker("Move alias", DeployedFunction.REGISTRATION, "promote", false, RECORD)
                .build();
    }

    static Workflow batchScoring() {
        WorkflowBuilder workflow = new WorkflowBuilder("batch-scoring", "Plan");
        workflow.worker("Plan", DeployedFunction.SCORING, "plan", true, "Score");
        return workflow.withOutcomeChoice("Score", scoreChunks(workflow), "Finish", RECORD)
                .worker("Finish", DeployedFunction.SCORING, "finish", false, RECORD)
                .build();
    }

    private static Map<String, Object> scoreChunks(WorkflowBuilder workflow) {
        Map<String, Object> told = payload("score", "{% $outcome %}");
        told.put("item", "{% $states.input.item %}");
        Map<String, Object> chunk = workflow.task(DeployedFunction.SCORING, told, Retries.ofWorker());
        chunk.put("Output", "{% $states.result.Payload %}");
        chunk.put("End", true);
        String joined = "{% ($failed := $filter($states.result, function($o) {$o.outcome = 'FAILED'}); "
                + "$count($failed) > 0 ? $failed[0] : {'outcome': 'SUCCEEDED', 'result': {'plan': $outcome.result, "
                + "'chunks': [$states.result.result]}, 'events': []}) %}";
        return asl(
                "Type",
                "Map",
                "Items",
                "{% $outcome.result.chunks %}",
                "ItemSelector",
                asl("item", "{% $states.context.Map.Item.Value %}"),
                "MaxConcurrency",
                SCORED_AT_ONCE,
                "ItemProcessor",
                asl(
                        "ProcessorConfig", asl("Mode", "INLINE"),
                        "StartAt", "Score chunk",
                        "States", asl("Score chunk", chunk)),
                "Catch",
                caught(RECORD_ERROR, "Score"),
                "Assign",
                asl("outcome", joined),
                "Output",
                "{% $count($states.result) %}");
    }

    static Workflow monitoring() {
        return new WorkflowBuilder("monitoring", "Join labels")
                .worker("Join labels", DeployedFunction.MONITORING, "labels", true, "Report")
                .worker("Report", DeployedFunction.MONITORING, "report", false, RECORD)
                .build();
    }
}
