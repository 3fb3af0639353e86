package dev.tidemill.monitoring;

import dev.tidemill.columnar.CaptureKey;
import dev.tidemill.columnar.FolderDatabase;
import dev.tidemill.columnar.Labels;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.SandboxSettings;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.MonitoringSpec;
import dev.tidemill.contract.project.ProjectSpec.ServingSpec;
import dev.tidemill.contract.project.PushedProject;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.contract.workflow.WorkerOutcome.OutcomeEvent;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.storage.ObjectStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
        ProjectSpec spec = PushedProject.load(artifacts, execution.tenant(), execution.project(), execution.revision())
                .spec();
        Optional<Champion> found = champions.current(execution.tenant(), model(spec, request));
        if (found.isEmpty()) {
            return WorkerOutcome.succeeded(Map.of("status", NO_CHAMPION));
        }
        Champion champion = found.get();
        try (Sandbox sandbox = Sandbox.open(folder, execution.id(), settings);
                FolderDatabase analysis = FolderDatabase.open(sandbox.folder(), settings)) {
            Labels.Known known = labels.known(sandbox, execution.tenant(), spec, request.until());
            Instant until = request.until() == null ? known.watermark() : request.until();
            JoinedPredictions joined = new JoinedPredictions(analysis, champion, spec, known);
            List<CaptureKey> files =
                    captured(execution.workspace(), champion.version().model(), until);
            Instant from = from(spec.monitoring(), end(files, until));
            joined.read(download(sandbox, files, from), from, until);
            String key = execution.folder() + "labelled.parquet";
            Path file = sandbox.newFile(".parquet");
            joined.write(file);
            artifacts.upload(key, file, "application/vnd.apache.parquet");
            LabelCounts counts = joined.counts(from, until, key);
            return WorkerOutcome.succeeded(
                    counts, new OutcomeEvent("LabelsArrived", counts.model(), new Arrived(counts)));
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

    /** Files that may hold predictions up to a time. */
    private List<CaptureKey> captured(String workspace, String model, Instant until) {
        return capture.list(CaptureKey.prefix(workspace, model)).stream()
                .filter(key -> key.endsWith(".parquet"))
                .map(CaptureKey::parse)
                .filter(file -> !file.first().isAfter(until))
                .toList();
    }

    /** The newest prediction time up to a time, from which the window looks back; that time where nothing is captured. */
    private static Instant end(List<CaptureKey> files, Instant until) {
        return files.stream()
                .map(CaptureKey::last)
                .max(Comparator.naturalOrder())
                .filter(last -> last.isBefore(until))
                .orElse(until);
    }

    private static @Nullable Instant from(@Nullable MonitoringSpec monitoring, Instant end) {
        return monitoring == null || monitoring.window() == null
                ? null
                : monitoring.window().before(end);
    }

    private List<Path> download(Sandbox sandbox, List<CaptureKey> files, @Nullable Instant from) {
        List<Path> copies = new ArrayList<>();
        for (CaptureKey file : files) {
            if (from == null || !file.last().isBefore(from)) {
                Path copy = sandbox.newFile(".parquet");
                if (capture.download(file.key(), copy)) {
                    copies.add(copy);
                }
            }
        }
        return copies;
    }

    /**
     * Detail of the event.
     *
     * @param watermark up to which labels are known
     */
    record Arrived(
            String model,
            int version,
            long newMatureLabels,
            Instant cutOff,
            Instant watermark,
            long matched,
            long unmatched) {
        Arrived(LabelCounts counts) {
            this(
                    counts.model(),
                    counts.version(),
                    counts.newMatureLabels(),
                    counts.cutOff(),
                    counts.watermark(),
                    counts.matched(),
                    counts.unmatched());
        }
    }
}
