package dev.tidemill.lifecycleapi.lineage;

import dev.tidemill.contract.capture.CapturedPrediction;
import dev.tidemill.core.Workspace;
import java.util.Optional;

/** Finds captured predictions. Safe for use by several threads. */
@FunctionalInterface
public interface PredictionLog {
    /**
     * A prediction by its id.
     *
     * @return empty when none is stored, which for a fresh one is so until the capture queue has been drained
     */
    Optional<CapturedPrediction> find(Workspace workspace, String model, String predictionId);
}
