package dev.tidemill.ingestion;

import dev.tidemill.columnar.DatasetId;
import dev.tidemill.columnar.Lake;
import dev.tidemill.columnar.ProjectData;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.PushedProject;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.TrainingInput;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settles on which snapshots an execution trains, for a trainer that cannot tag them itself, and tags them so that none
 * expires. Pinning again changes nothing. Safe for use by several threads.
 */
final class PinDatasets {
    private final ObjectStore artifacts;
    private final Lake lake;

    PinDatasets(ObjectStore artifacts, Lake lake) {
        this.artifacts = artifacts;
        this.lake = lake;
    }

    /**
     * Pins every dataset that training reads; the result names the snapshot by dataset, as a text that no JSON number cuts.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code DATASET_NOT_INGESTED} when one has no rows yet
     */
    WorkerOutcome pin(ExecutionContext execution) {
        ProjectSpec spec = PushedProject.load(artifacts, execution.tenant(), execution.project(), execution.revision())
                .spec();
        Map<String, Long> pins = new TreeMap<>();
        for (String dataset : ProjectData.readByTraining(spec)) {
            DatasetId id = new DatasetId(execution.tenant(), execution.project(), dataset);
            pins.put(dataset, lake.require(id).snapshotId());
        }
        artifacts.writeNew(
                TrainingInput.pinsKey(execution),
                Json.write(pins).getBytes(StandardCharsets.UTF_8),
                "application/json");
        Map<String, Long> stored = TrainingInput.pins(TrainingInput.pinned(artifacts, execution, Json.object()));
        stored.forEach((dataset, snapshot) -> lake.tag(
                new DatasetId(execution.tenant(), execution.project(), dataset),
                snapshot,
                "training-" + execution.id()));
        Map<String, String> told = new TreeMap<>();
        stored.forEach((dataset, snapshot) -> told.put(dataset, Long.toString(snapshot)));
        return WorkerOutcome.succeeded(told);
    }
}
