package dev.tidemill.core.tracking;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Experiments and runs in memory. */
public final class InMemoryTracking implements Tracking {
    private final InstantSource clock;
    private final String artifactRoot;
    private final Map<Workspace, Map<String, Experiment>> experiments = new HashMap<>();
    private final Map<String, Run> runs = new LinkedHashMap<>();
    private final Map<String, Map<Metric, Metric>> points = new HashMap<>();

    /**
     * @param artifactRoot address without a closing slash under which experiments keep artifacts by default
     */
    public InMemoryTracking(InstantSource clock, String artifactRoot) {
        this.clock = clock;
        this.artifactRoot = artifactRoot;
    }

    @Override
    public synchronized Experiment createExperiment(
            Workspace workspace, String name, @Nullable String artifactLocation, Map<String, String> tags) {
        if (experimentByName(workspace, name).isPresent()) {
            throw Experiment.taken(name);
        }
        Map<String, Experiment> all = of(workspace);
        String id = Integer.toString(all.size());
        Experiment experiment = make(workspace, id, name, artifactLocation, tags);
        all.put(id, experiment);
        return experiment;
    }

    @Override
    public synchronized Optional<Experiment> experiment(Workspace workspace, String id) {
        return Optional.ofNullable(of(workspace).get(id));
    }

    @Override
    public synchronized Optional<Experiment> experimentByName(Workspace workspace, String name) {
        return of(workspace).values().stream()
                .filter(e -> e.name().equals(name))
                .findFirst();
    }

    @Override
    public synchronized List<Experiment> experiments(Workspace workspace) {
        return of(workspace).values().stream()
                .sorted(Comparator.comparing(Experiment::createdAt).reversed().thenComparing(Experiment::id))
                .toList();
    }

    @Override
    public synchronized void renameExperiment(Workspace workspace, String id, String name) {
        Experiment experiment = require(workspace, id);
        if (experimentByName(workspace, name)
                .filter(other -> !other.id().equals(id))
                .isPresent()) {
            throw Experiment.taken(name);
        }
        of(workspace).put(id, experiment.renamed(name, clock.instant()));
    }

    @Override
    public synchronized void deleteExperiment(Workspace workspace, String id) {
        setActive(workspace, id, false);
    }

    @Override
    public synchronized void restoreExperiment(Workspace workspace, String id) {
        setActive(workspace, id, true);
    }

    @Override
    public synchronized void tagExperiment(Workspace workspace, String id, String key, String value) {
        of(workspace).put(id, require(workspace, id).tagged(key, value, clock.instant()));
    }

    @Override
    public synchronized void deleteExperimentTag(Workspace workspace, String id, String key) {
        of(workspace).put(id, require(workspace, id).withoutTag(key, clock.instant()));
    }

    @Override
    public synchronized Run createRun(Run run) {
        Run earlier = runs.get(key(run.workspace(), run.id()));
        if (earlier != null) {
            return earlier;
        }
        require(run.workspace(), run.experimentId()).requireActive();
        runs.put(key(run.workspace(), run.id()), run);
        return run;
    }

    @Override
    public synchronized Optional<Run> run(Workspace workspace, String runId) {
        return Optional.ofNullable(runs.get(key(workspace, runId)));
    }

    @Override
    public synchronized List<Run> searchRuns(Workspace workspace, List<String> experimentIds, RunSearch search) {
        return runs.values().stream()
                .filter(run -> run.workspace().equals(workspace) && experimentIds.contains(run.experimentId()))
                .filter(search.info().and(search.whole()))
                .sorted(search.order())
                .limit(search.limit())
                .toList();
    }

    @Override
    public synchronized Run updateRun(
            Workspace workspace, String runId, @Nullable String status, @Nullable Long endTime, @Nullable String name) {
        return edit(workspace, runId, run -> run.updated(status, endTime, name));
    }

    @Override
    public synchronized void deleteRun(Workspace workspace, String runId) {
        edit(workspace, runId, run -> run.withActive(false));
    }

    @Override
    public synchronized void restoreRun(Workspace workspace, String runId) {
        edit(workspace, runId, run -> run.withActive(true));
    }

    @Override
    public synchronized void deleteTag(Workspace workspace, String runId, String key) {
        edit(workspace, runId, run -> run.withoutTag(key));
    }

    @Override
    public synchronized void log(
            Workspace workspace,
            String runId,
            List<Metric> metrics,
            Map<String, String> params,
            Map<String, String> tags) {
        edit(workspace, runId, run -> run.logged(metrics, params, tags));
        Map<Metric, Metric> logged = points.computeIfAbsent(key(workspace, runId), k -> new LinkedHashMap<>());
        metrics.forEach(point -> logged.putIfAbsent(point.bare(), point));
    }

    @Override
    public synchronized void logInputs(
            Workspace workspace, String runId, List<DatasetInput> datasets, List<String> modelIds) {
        edit(workspace, runId, run -> run.linked(datasets, modelIds, List.of()));
    }

    @Override
    public synchronized void logOutputs(Workspace workspace, String runId, List<ModelOutput> models) {
        edit(workspace, runId, run -> run.linked(List.of(), List.of(), models));
    }

    @Override
    public synchronized List<Metric> history(Workspace workspace, String runId, String key, int offset, int limit) {
        return history(workspace, runId, key).stream().skip(offset).limit(limit).toList();
    }

    @Override
    public synchronized MetricPage historyPage(Workspace workspace, String runId, String key, String from, int limit) {
        List<Metric> all = history(workspace, runId, key);
        int offset = from.isEmpty() ? 0 : offset(from);
        int end = Math.min(all.size(), offset + limit);
        return new MetricPage(all.subList(Math.min(offset, end), end), end < all.size() ? Integer.toString(end) : null);
    }

    @Override
    public synchronized List<Metric> sampledHistory(
            Workspace workspace,
            String runId,
            String key,
            @Nullable Long firstStep,
            @Nullable Long lastStep,
            int most) {
        return MetricSample.of(history(workspace, runId, key), firstStep, lastStep, most);
    }

    private static int offset(String from) {
        try {
            int offset = Integer.parseInt(from);
            if (offset >= 0) {
                return offset;
            }
        } catch (NumberFormatException e) {
            throw new ProblemException("INVALID_PARAMETER_VALUE", "Invalid page token: " + from);
        }
        throw new ProblemException("INVALID_PARAMETER_VALUE", "Invalid page token: " + from);
    }

    private List<Metric> history(Workspace workspace, String runId, String key) {
        return points.getOrDefault(key(workspace, runId), Map.of()).values().stream()
                .filter(point -> point.key().equals(key))
                .toList();
    }

    private void setActive(Workspace workspace, String id, boolean active) {
        of(workspace).put(id, require(workspace, id).withActive(active, clock.instant()));
        runs.replaceAll((k, run) ->
                run.workspace().equals(workspace) && run.experimentId().equals(id) ? run.withActive(active) : run);
    }

    private Run edit(Workspace workspace, String runId, UnaryOperator<Run> change) {
        Run stored = run(workspace, runId).orElseThrow(() -> Run.absent(runId));
        Run changed = change.apply(stored);
        runs.put(key(workspace, runId), changed);
        return changed;
    }

    private Experiment require(Workspace workspace, String id) {
        return experiment(workspace, id).orElseThrow(() -> Experiment.absent(id));
    }

    private Map<String, Experiment> of(Workspace workspace) {
        return experiments.computeIfAbsent(workspace, w -> {
            Map<String, Experiment> all = new LinkedHashMap<>();
            all.put(Experiment.DEFAULT_ID, make(w, Experiment.DEFAULT_ID, Experiment.DEFAULT_NAME, null, Map.of()));
            return all;
        });
    }

    private Experiment make(
            Workspace workspace, String id, String name, @Nullable String location, Map<String, String> tags) {
        Instant now = clock.instant();
        return new Experiment(
                workspace,
                id,
                name,
                location == null ? artifactRoot + "/w/" + workspace.name() + "/mlflow/" + id : location,
                true,
                tags,
                now,
                now);
    }

    private static String key(Workspace workspace, String runId) {
        return workspace.name() + "/" + runId;
    }
}
