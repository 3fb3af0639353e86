package dev.tidemill.core.workflow;

import dev.tidemill.core.lifecycle.ExecutionKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** State machines that only note what they are told. */
public final class InMemoryStateMachines implements StateMachines {
    /** A started execution. */
    public record Started(ExecutionKind kind, String executionId, String input) {}

    /** What a waiting task was told: an output, or an error and its cause. */
    public record Answer(String taskToken, boolean success, String text, String cause) {}

    private final Map<String, Started> started = new LinkedHashMap<>();
    private final Map<String, String> stopped = new LinkedHashMap<>();
    private final Map<String, Answer> answers = new LinkedHashMap<>();

    /** The executions started, in order. */
    public synchronized List<Started> started() {
        return List.copyOf(started.values());
    }

    /** The cause of each stopped execution, by id. */
    public synchronized Map<String, String> stopped() {
        return Map.copyOf(stopped);
    }

    /** The first answer to each task token, in order. */
    public synchronized List<Answer> answers() {
        return List.copyOf(answers.values());
    }

    @Override
    public synchronized void start(ExecutionKind kind, String executionId, String input) {
        started.putIfAbsent(kind.machine() + "/" + executionId, new Started(kind, executionId, input));
    }

    @Override
    public synchronized void stop(ExecutionKind kind, String executionId, String cause) {
        stopped.putIfAbsent(executionId, cause);
    }

    @Override
    public synchronized List<Step> history(ExecutionKind kind, String executionId) {
        List<Step> steps = new ArrayList<>();
        if (started.containsKey(kind.machine() + "/" + executionId)) {
            steps.add(new Step(1, Instant.EPOCH, "ExecutionStarted", null, null));
        }
        if (stopped.containsKey(executionId)) {
            steps.add(new Step(2, Instant.EPOCH, "ExecutionAborted", null, stopped.get(executionId)));
        }
        return steps;
    }

    @Override
    public synchronized void complete(String taskToken, String output) {
        answers.putIfAbsent(taskToken, new Answer(taskToken, true, output, ""));
    }

    @Override
    public synchronized void fail(String taskToken, String error, String cause) {
        answers.putIfAbsent(taskToken, new Answer(taskToken, false, error, cause));
    }
}
