package dev.tidemill.inference.scoring;

import dev.tidemill.columnar.Lake;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.SandboxSettings;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.core.storage.ObjectStore;
import java.nio.file.Path;

/**
 * Where scoring reads and writes.
 *
 * @param uploads the lake's objects, among which uploaded files lie
 * @param folder in which executions work
 * @param database what DuckDB may use
 */
public record ScoringStores(
        Lake lake,
        ObjectStore uploads,
        ObjectStore artifacts,
        ObjectStore capture,
        Path folder,
        SandboxSettings database) {
    Sandbox sandbox(ExecutionContext execution) {
        return Sandbox.open(folder, execution.id(), database);
    }
}
