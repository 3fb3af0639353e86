package dev.tidemill.trainer;

import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.MachineInput;
import dev.tidemill.contract.workflow.TrainingInput;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.storage.ObjectStore;
import java.nio.charset.StandardCharsets;

/**
 * One attempt of a training's job: what it was asked, and where its outcome goes.
 *
 * @param number from 1, as Batch counts
 */
record Attempt(ObjectStore artifacts, Workspace workspace, String executionId, int number) {
    /** What the dispatch wrote for the job. */
    MachineInput input() {
        String key = folder() + "training-input.json";
        return artifacts
                .read(key)
                .map(json -> Json.read(new String(json, StandardCharsets.UTF_8), MachineInput.class))
                .orElseThrow(() -> new IllegalStateException("there is no " + key + " in the artifacts store"));
    }

    /** Writes the attempt's outcome. */
    void finish(WorkerOutcome outcome) {
        artifacts.write(
                TrainingInput.outcomeKey(workspace, executionId, number),
                Json.write(outcome).getBytes(StandardCharsets.UTF_8),
                "application/json");
    }

    private String folder() {
        return ExecutionContext.folder(workspace, executionId);
    }
}
