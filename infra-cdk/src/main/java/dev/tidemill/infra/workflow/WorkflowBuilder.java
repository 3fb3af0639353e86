package dev.tidemill.infra.workflow;

import dev.tidemill.infra.function.DeployedFunction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes the states that every workflow shares, so that no task is without timeout, retry and catch.
 *
 * <p>Variables: {@code $execution} and {@code $request} from the input, {@code $outcome} of the worker before,
 * {@code $events} of all workers so far, {@code $error} that ended a task. Not thread-safe.
 */
final class WorkflowBuilder {
    static final String RECORD = "Record";
    static final String RECORD_ERROR = "Record error";

    private static final String PAYLOAD = "{% $states.result.Payload %}";
    private static final String SUCCEEDED = "{% $outcome.outcome = 'SUCCEEDED' %}";

    /** Beyond the function's own timeout, so that Lambda ends a slow worker and Step Functions only a lost one. */
    private static final int LOST_AFTER_SECONDS = 15;

    private final String name;
    private final Map<String, Object> states = new LinkedHashMap<>();
    private final TreeSet<DeployedFunction> functions = new TreeSet<>();

    WorkflowBuilder(String name, String first) {
        this.name = name;
        put(
                "Begin",
                asl(
                        "Type",
                        "Pass",
                        "Assign",
                        asl(
                                "execution", "{% $states.input.execution %}",
                                "request", "{% $states.input.request %}",
                                "events", List.of()),
                        "Next",
                        first));
    }

    /** An object with its keys in the order given. */
    static Map<String, Object> asl(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    /** A choice by one condition. */
    WorkflowBuilder choice(String state, String condition, String then, String otherwise) {
        return put(
                state,
                asl(
                        "Type",
                        "Choice",
                        "Choices",
                        List.of(asl("Condition", "{% " + condition + " %}", "Next", then)),
                        "Default",
                        otherwise));
    }

    /** A worker whose known failure is recorded; the first of its workflow has no outcome before it. */
    WorkflowBuilder worker(String state, DeployedFunction function, String action, boolean first, String next) {
        return worker(state, function, payload(action, first ? null : "{% $outcome %}"), next, RECORD, RECORD_ERROR);
    }

    /**
     * A worker and the choice on its outcome.
     *
     * @param onFailed state after a known failure
     * @param onError state after an error that retries did not end
     */
    WorkflowBuilder worker(
            String state,
            DeployedFunction function,
            Map<String, Object> payload,
            String next,
            String onFailed,
            String onError) {
        Map<String, Object> task = task(function, payload, Retries.ofWorker());
        task.put("Catch", caught(onError, state));
        task.put("Assign", asl("outcome", PAYLOAD, "events", "{% [$events, $states.result.Payload.events] %}"));
        task.put("Output", PAYLOAD);
        return withOutcomeChoice(state, task, next, onFailed);
    }

    /** Adds a state and the choice that reads the outcome it assigns. */
    WorkflowBuilder withOutcomeChoice(String state, Map<String, Object> body, String next, String onFailed) {
        String question = state + " succeeded?";
        body.put("Next", question);
        put(state, body);
        return put(
                question,
                asl(
                        "Type",
                        "Choice",
                        "Choices",
                        List.of(asl("Condition", SUCCEEDED, "Next", next)),
                        "Default",
                        onFailed));
    }

    /** A call of a function, complete but for what follows it. */
    Map<String, Object> task(DeployedFunction function, Map<String, Object> payload, List<Object> retry) {
        functions.add(function);
        return asl(
                "Type",
                "Task",
                "Resource",
                "arn:aws:states:::lambda:invoke",
                "Arguments",
                asl("FunctionName", "${" + Workflow.placeholder(function) + "}", "Payload", payload),
                "TimeoutSeconds",
                function.timeoutSeconds() + LOST_AFTER_SECONDS,
                "Retry",
                retry);
    }

    /** What a worker is told; {@code previous} is null or an expression. */
    static Map<String, Object> payload(String action, @Nullable Object previous) {
        Map<String, Object> payload = asl(
                "action", action,
                "execution", "{% $execution %}",
                "request", "{% $request %}");
        payload.put("previous", previous);
        return payload;
    }

    /** Catches whatever retries did not end, and keeps it as the error and as a failed outcome without its trace. */
    static List<Object> caught(String next, String state) {
        String problem = "{% {'outcome': 'FAILED', 'problem': {'code': $states.errorOutput.Error, 'message': '" + state
                + " ended by ' & $states.errorOutput.Error, 'details': []}, 'events': []} %}";
        return List.of(asl(
                "ErrorEquals",
                List.of("States.ALL"),
                "Assign",
                asl("error", "{% $states.errorOutput %}", "outcome", problem),
                "Output",
                "{% $states.errorOutput.Error %}",
                "Next",
                next));
    }

    WorkflowBuilder put(String state, Map<String, Object> body) {
        if (states.put(state, body) != null) {
            throw new IllegalArgumentException("workflow " + name + " has two states named '" + state + "'");
        }
        return this;
    }

    /** Adds the states that record and end an execution. */
    Workflow build() {
        record(
                RECORD,
                asl("execution", "{% $execution %}", "outcome", "{% $merge([$outcome, {'events': $events}]) %}"),
                "Recorded success?");
        choice("Recorded success?", "$outcome.outcome = 'SUCCEEDED'", "Succeeded", "Failed");
        record(RECORD_ERROR, asl("execution", "{% $execution %}", "error", "{% $error %}"), "Broken");
        put("Succeeded", asl("Type", "Succeed"));
        put(
                "Failed",
                asl(
                        "Type", "Fail",
                        "Error", "{% $outcome.problem.code %}",
                        "Cause", "{% $outcome.problem.message %}"));
        put("Broken", asl("Type", "Fail", "Error", "{% $error.Error %}", "Cause", "{% $error.Cause %}"));
        put(
                "Not recorded",
                asl(
                        "Type", "Fail",
                        "Error", "Tidemill.NotRecorded",
                        "Cause",
                                "The execution ended, but its end could not be stored: see the log of tidemill-record."));
        return new Workflow(
                name,
                functions,
                asl("Comment", "Tidemill " + name, "QueryLanguage", "JSONata", "StartAt", "Begin", "States", states));
    }

    private void record(String state, Map<String, Object> payload, String next) {
        Map<String, Object> task = task(DeployedFunction.RECORD, payload, Retries.ofRecord());
        task.put("Catch", new ArrayList<>(List.of(asl("ErrorEquals", List.of("States.ALL"), "Next", "Not recorded"))));
        task.put("Output", PAYLOAD);
        task.put("Next", next);
        put(state, task);
    }
}
