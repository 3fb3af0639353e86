package dev.tidemill.trainingdispatch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.MachineInput;
import dev.tidemill.contract.workflow.TrainingInput;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.core.training.TaskTokens;
import dev.tidemill.core.workflow.StateMachines;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A training that its caller runs: the state waits under its token until the caller tells the outcome over HTTP, and
 * nothing is submitted. What is to be trained, on which snapshots, is written where the caller reads it.
 */
final class LocalTraining {
    private final TaskTokens tokens;
    private final ObjectStore artifacts;
    private final JobOutcomes outcomes;
    private final StateMachines machines;

    LocalTraining(TaskTokens tokens, ObjectStore artifacts, StateMachines machines) {
        this.tokens = tokens;
        this.artifacts = artifacts;
        this.outcomes = new JobOutcomes(artifacts);
        this.machines = machines;
    }

    /** Whether a training is the caller's own to run. */
    static boolean isAsked(JsonNode request) {
        return request.path("where").asText("").equals(TrainingInput.LOCAL);
    }

    /** Keeps the token. When the state is tried again after the caller told its outcome, the outcome is handed on. */
    WorkerOutcome await(WorkerCall call, String token) {
        ExecutionContext execution = call.execution();
        tokens.claim(execution.tenant(), execution.id(), token);
        artifacts.write(
                TrainingInput.key(execution),
                Json.write(new MachineInput(execution, TrainingInput.pinned(artifacts, execution, call.request())))
                        .getBytes(StandardCharsets.UTF_8),
                "application/json");
        outcomes.newest(execution.tenant(), execution.id())
                .ifPresent(outcome -> machines.complete(token, Json.write(outcome)));
        return WorkerOutcome.succeeded(Map.of("status", "waits for its caller"));
    }

    /** The outcome that the caller told after all, or why the training waits no more. */
    WorkerOutcome end(ExecutionContext execution, String error) {
        Optional<WorkerOutcome> told = outcomes.newest(execution.tenant(), execution.id());
        return told.orElseGet(() -> WorkerOutcome.failed(problem(error)));
    }

    private static Problem problem(String error) {
        return switch (error) {
            case "Tidemill.Cancelled" -> new Problem("CANCELLED", "The training was cancelled.");
            case "States.Timeout" ->
                new Problem("TIMED_OUT", "The caller's own training was not completed within the limit.");
            default -> new Problem("TRAINING_FAILED", "The caller's own training ended by " + error + ".");
        };
    }
}
