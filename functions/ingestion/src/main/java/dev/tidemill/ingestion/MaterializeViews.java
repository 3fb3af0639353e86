package dev.tidemill.ingestion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.columnar.DatasetState;
import dev.tidemill.columnar.FeatureViews;
import dev.tidemill.columnar.Lake;
import dev.tidemill.columnar.ProjectData;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.SandboxSettings;
import dev.tidemill.columnar.SqlCheck;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ViewSpec;
import dev.tidemill.contract.project.PushedProject;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.contract.workflow.WorkerOutcome.OutcomeEvent;
import dev.tidemill.core.failure.Problem.Detail;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.feature.FeatureRow;
import dev.tidemill.core.feature.OnlineStore;
import dev.tidemill.core.storage.ObjectStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the newest values of each entity to the online store, as they were known at a time. Writing them again, or an
 * older time after a newer one, changes nothing. Safe for use by several threads.
 */
final class MaterializeViews {
    private static final Logger LOG = LoggerFactory.getLogger(MaterializeViews.class);

    private final ObjectStore artifacts;
    private final Lake lake;
    private final OnlineStore online;
    private final Path folder;
    private final SandboxSettings settings;

    /**
     * @param folder in which executions work
     */
    MaterializeViews(ObjectStore artifacts, Lake lake, OnlineStore online, Path folder, SandboxSettings settings) {
        this.artifacts = artifacts;
        this.lake = lake;
        this.online = online;
        this.folder = folder;
        this.settings = settings;
    }

    /** Materialises; the result names, by view, its version and how many items it has. */
    WorkerOutcome materialize(ExecutionContext execution, MaterializeRequest request) {
        ProjectSpec spec = PushedProject.load(artifacts, execution.tenant(), execution.project(), execution.revision())
                .spec();
        Map<String, ViewSpec> views = views(spec, request.views());
        Map<String, Set<String>> reads = reads(views);
        Set<String> datasets = new LinkedHashSet<>();
        reads.values().forEach(datasets::addAll);
        ObjectNode result = Json.object();
        ObjectNode byView = result.putObject("views");
        try (Sandbox sandbox = Sandbox.open(folder, execution.id(), settings)) {
            ProjectData data = ProjectData.mount(sandbox, lake, execution.tenant(), spec, datasets, Map.of());
            Instant asOf = request.asOf() == null ? watermark(data) : request.asOf();
            FeatureViews computed = data.views();
            views.forEach((name, view) -> {
                long sequence = sequence(data, reads.getOrDefault(name, Set.of()));
                List<FeatureRow> rows = computed.latest(execution.tenant(), spec.project(), name, view, asOf, sequence);
                int replaced = online.write(rows);
                LOG.info("view {}: {} items as of {}, {} of them new", name, rows.size(), asOf, replaced);
                byView.putObject(name).put("items", rows.size()).put("version", view.version());
            });
            result.put("asOf", asOf.toString());
        }
        return WorkerOutcome.succeeded(
                result, new OutcomeEvent("FeaturesMaterialized", spec.project(), result.deepCopy()));
    }

    private static Map<String, ViewSpec> views(ProjectSpec spec, List<String> names) {
        Map<String, ViewSpec> all = spec.features().views();
        if (names.isEmpty()) {
            return all;
        }
        Map<String, ViewSpec> views = new LinkedHashMap<>();
        for (String name : names) {
            ViewSpec view = all.get(name);
            if (view == null) {
                throw new ProblemException(
                        "NO_SUCH_VIEW",
                        "The project '" + spec.project() + "' declares no view '" + name + "'",
                        List.of(new Detail("request.views", name, "one of " + String.join(", ", all.keySet()))));
            }
            views.put(name, view);
        }
        return views;
    }

    private static Map<String, Set<String>> reads(Map<String, ViewSpec> views) {
        Map<String, Set<String>> reads = new LinkedHashMap<>();
        try (SqlCheck check = SqlCheck.open()) {
            views.forEach((name, view) -> reads.put(name, FeatureViews.datasetsOf(check, view)));
        }
        return reads;
    }

    private static Instant watermark(ProjectData data) {
        return data.states().values().stream()
                .map(DatasetState::watermark)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    private static long sequence(ProjectData data, Set<String> datasets) {
        return data.states().entrySet().stream()
                .filter(state -> datasets.contains(state.getKey()))
                .mapToLong(state -> state.getValue().sequence())
                .max()
                .orElse(0);
    }
}
