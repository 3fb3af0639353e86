package dev.tidemill.lifecycleapi.lineage;

import dev.tidemill.columnar.CaptureLog;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.SandboxSettings;
import dev.tidemill.contract.capture.CapturedPrediction;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.storage.ObjectStore;
import java.nio.file.Path;
import java.util.Optional;

/** The captured predictions in the capture store's files. Safe for use by several threads. */
public final class StoredPredictions implements PredictionLog {
    private static final SandboxSettings SETTINGS = new SandboxSettings(256L << 20, 1);

    private final ObjectStore capture;
    private final Path folder;

    /** @param folder for temporary files */
    public StoredPredictions(ObjectStore capture, Path folder) {
        this.capture = capture;
        this.folder = folder;
    }

    @Override
    public Optional<CapturedPrediction> find(Workspace workspace, String model, String predictionId) {
        try (Sandbox sandbox = Sandbox.open(folder, "capture", SETTINGS)) {
            return CaptureLog.find(capture, sandbox, workspace.name(), model, predictionId);
        }
    }
}
