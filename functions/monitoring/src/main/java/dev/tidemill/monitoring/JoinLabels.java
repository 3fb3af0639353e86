package dev.tidemill.monitoring;

import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.SandboxSettings;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.MonitoringSpec;
import dev.tidemill.contract.project.ProjectSpec.ServingSpec;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.contract.workflow.WorkerOutcome.OutcomeEvent;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.monitoring.LabelSource.KnownLabels;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Joins the labels that have become known to captured predictions, by request key, and counts the labels that the
 * champion has not learnt from. The joined predictions are kept for the report.
 */
final class JoinLabels {
    /** Status of the result where no version is the champion: nothing is watched then. */
    static final String NO_CHAMPION = "no-champion";

    private final LabelSource labels;
    private final Champion.Finder champions;
    private final ObjectStore artifacts;
    private final ObjectStore capture;
    private final Path folder;
    private final SandboxSettings settings;

    /**
     * @param folder in which executions work
     * @param settings of each of the two databases that are open at once
     */
    JoinLabels(
            LabelSource labels,
            Champion.Finder champions,
            ObjectStore artifacts,
            ObjectStore capture,
            Path folder,
            SandboxSettings settings) {
        this.labels = labels;
        this.champions = champions;
        this.artifacts = artifacts;
        this.capture = capture;
        this.folder = folder;
        this.settings = settings;
    }

    /** Joins; the result is {@link LabelCounts}, or the status {@value #NO_CHAMPION} alone. */
    WorkerOutcome join(ExecutionContext execution, MonitoringRequest request) {
        ProjectSpec spec = Revisions.spec(artifacts, execution);
        Optional<Champion> found = champions.current(execution.tenant(), model(spec, request));
        if (found.isEmpty()) {
            return WorkerOutcome.succeeded(Map.of("status", NO_CHAMPION));
        }
        Champion champion = found.get();
        try (Sandbox sandbox = Sandbox.open(folder, execution.id(), settings);
                Analysis analysis = Analysis.open(sandbox.folder(), settings)) {
            KnownLabels known = labels.known(sandbox, execution.tenant(), spec, request.until());
            Instant until = request.until() == null ? known.watermark() : request.until();
            JoinedPredictions joined = new JoinedPredictions(analysis, champion, spec, known);
            Instant from = from(spec.monitoring(), until);
            joined.read(captured(sandbox, execution.workspace(), champion.version().model(), from, until), from, until);
            String key = Revisions.folder(execution) + "labelled.parquet";
            Path file = sandbox.newFile(".parquet");
            joined.write(file);
            artifacts.upload(key, file, "application/vnd.apache.parquet");
            LabelCounts counts = joined.counts(from, until, key);
            return WorkerOutcome.succeeded(
                    counts, new OutcomeEvent("LabelsArrived", counts.model(), Json.tree(new Arrived(counts))));
        }
    }

    private static String model(ProjectSpec spec, MonitoringRequest request) {
        ServingSpec serving = spec.serving();
        if (serving == null) {
            throw new ProblemException(
                    "NO_SERVING", "The project '" + spec.project() + "' serves no model, so there is none to watch.");
        }
        if (request.model() != null && !request.model().equals(serving.model())) {
            throw new ProblemException(
                    "WRONG_MODEL",
                    "The project '" + spec.project() + "' does not serve this model.",
                    List.of(new Problem.Detail("request.model", request.model(), serving.model())));
        }
        return serving.model();
    }

    private static @Nullable Instant from(@Nullable MonitoringSpec monitoring, Instant until) {
        return monitoring == null || monitoring.window() == null
                ? null
                : monitoring.window().before(until);
    }

    /** Copies the files that may hold predictions of a time into the sandbox. */
    private List<Path> captured(
            Sandbox sandbox, String workspace, String model, @Nullable Instant from, Instant until) {
        List<Path> files = new ArrayList<>();
        for (String key : capture.list(CaptureKey.prefix(workspace, model))) {
            CaptureKey file = CaptureKey.parse(key);
            if (key.endsWith(".parquet")
                    && !file.first().isAfter(until)
                    && (from == null || !file.last().isBefore(from))) {
                Path copy = sandbox.newFile(".parquet");
                if (capture.download(key, copy)) {
                    files.add(copy);
                }
            }
        }
        return files;
    }
}
