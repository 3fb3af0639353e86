package dev.tidemill.trainingdispatch;

import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.MachineInput;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What dispatch and trainer leave for each other under an execution, in the artifacts store. */
final class JobOutcomes {
    private static final String JSON = "application/json";

    private final ObjectStore artifacts;

    JobOutcomes(ObjectStore artifacts) {
        this.artifacts = artifacts;
    }

    /** Leaves what the trainer is to do. */
    void writeInput(ExecutionContext execution, MachineInput input) {
        artifacts.write(folder(execution.tenant(), execution.id()) + "training-input.json", bytes(input), JSON);
    }

    /** Leaves why no job could be submitted, for the step that looks once more. */
    void writeRefusal(ExecutionContext execution, WorkerOutcome outcome) {
        artifacts.write(refusalKey(execution.tenant(), execution.id()), bytes(outcome), JSON);
    }

    /** Why no job could be submitted; empty when one could. */
    Optional<WorkerOutcome> refusal(Workspace workspace, String executionId) {
        return read(refusalKey(workspace, executionId));
    }

    /**
     * The outcome of the last attempt that wrote one.
     *
     * @param attempts made so far
     */
    Optional<WorkerOutcome> last(Workspace workspace, String executionId, int attempts) {
        for (int attempt = attempts; attempt > 0; attempt--) {
            Optional<WorkerOutcome> outcome =
                    read(folder(workspace, executionId) + "attempt-" + attempt + "/outcome.json");
            if (outcome.isPresent()) {
                return outcome;
            }
        }
        return Optional.empty();
    }

    private Optional<WorkerOutcome> read(String key) {
        return artifacts
                .read(key)
                .map(content -> Json.read(new String(content, StandardCharsets.UTF_8), WorkerOutcome.class));
    }

    private static String refusalKey(Workspace workspace, String executionId) {
        return folder(workspace, executionId) + "dispatch/outcome.json";
    }

    private static String folder(Workspace workspace, String executionId) {
        return "w/" + workspace.name() + "/executions/" + executionId + "/";
    }

    private static byte[] bytes(Object value) {
        return Json.write(value).getBytes(StandardCharsets.UTF_8);
    }
}
