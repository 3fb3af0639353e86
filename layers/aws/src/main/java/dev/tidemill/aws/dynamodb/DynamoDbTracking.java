package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.tracking.DatasetInput;
import dev.tidemill.core.tracking.Experiment;
import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.MetricPage;
import dev.tidemill.core.tracking.MetricSample;
import dev.tidemill.core.tracking.ModelOutput;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.RunSearch;
import dev.tidemill.core.tracking.Tracking;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Experiments and runs. A run is one item, with its params, tags and newest metrics packed; each batch of metric points
 * is one more, put in the transaction that replaces the run's item if nobody has since it was read. The runs of an
 * experiment are found by small items in eight partitions and read a hundred at a time.
 *
 * <p>An experiment counts how often it was deleted or restored, and a run keeps the count at its own last such change:
 * the later of the two says whether the run is deleted, so that an experiment of any size is deleted by one write.
 */
public final class DynamoDbTracking implements Tracking {
    private final Table table;
    private final ExperimentStore experiments;

    /**
     * @param name of a table with string keys {@code pk} and {@code sk}
     * @param artifactRoot address without a closing slash, such as {@code s3://bucket}, under which an experiment
     *     without a location keeps artifacts at {@code w/(workspace)/mlflow/(experiment)}
     */
    public DynamoDbTracking(DynamoDbClient client, String name, String artifactRoot, InstantSource clock) {
        this(client, name, artifactRoot, clock, Backoff.sleeping());
    }

    DynamoDbTracking(DynamoDbClient client, String name, String artifactRoot, InstantSource clock, Backoff backoff) {
        this.table = Table.of(client, name, backoff);
        this.experiments = new ExperimentStore(table, artifactRoot, clock);
    }

    @Override
    public Experiment createExperiment(
            Workspace workspace, String name, @Nullable String artifactLocation, Map<String, String> tags) {
        return experiments.create(workspace, name, artifactLocation, tags);
    }

    @Override
    public Optional<Experiment> experiment(Workspace workspace, String id) {
        return experiments.find(workspace, id).map(ExperimentItems.Counted::experiment);
    }

    @Override
    public Optional<Experiment> experimentByName(Workspace workspace, String name) {
        return experiments.findByName(workspace, name).map(ExperimentItems.Counted::experiment);
    }

    @Override
    public List<Experiment> experiments(Workspace workspace) {
        return experiments.list(workspace);
    }

    @Override
    public void renameExperiment(Workspace workspace, String id, String name) {
        experiments.rename(workspace, id, name);
    }

    @Override
    public void deleteExperiment(Workspace workspace, String id) {
        experiments.setActive(workspace, id, false);
    }

    @Override
    public void restoreExperiment(Workspace workspace, String id) {
        experiments.setActive(workspace, id, true);
    }

    @Override
    public void tagExperiment(Workspace workspace, String id, String key, String value) {
        experiments.tag(workspace, id, key, value);
    }

    @Override
    public void deleteExperimentTag(Workspace workspace, String id, String key) {
        experiments.deleteTag(workspace, id, key);
    }

    @Override
    public Run createRun(Run run) {
        return table.until("creation of run " + run.id(), () -> {
            ExperimentItems.Counted experiment = experiments
                    .find(run.workspace(), run.experimentId())
                    .orElseThrow(() -> Experiment.absent(run.experimentId()));
            Optional<Run> earlier = run(run.workspace(), run.id());
            if (earlier.isPresent()) {
                return earlier;
            }
            experiment.experiment().requireActive();
            RunItems.Stored stored = new RunItems.Stored(run, 1, experiment.generation());
            boolean written = table.transact(List.of(
                    new Table.Write(RunItems.write(stored), Table.ABSENT),
                    new Table.Write(RunItems.writeListed(run), null)));
            return written ? Optional.of(run) : Optional.empty();
        });
    }

    @Override
    public Optional<Run> run(Workspace workspace, String runId) {
        return stored(workspace, runId).map(stored -> current(workspace, stored));
    }

    @Override
    public List<Run> searchRuns(Workspace workspace, List<String> experimentIds, RunSearch search) {
        return new LinkedHashSet<>(experimentIds)
                .stream()
                        .flatMap(experiment -> runs(workspace, experiment).stream())
                        .filter(search.info().and(search.whole()))
                        .sorted(search.order())
                        .limit(search.limit())
                        .toList();
    }

    private List<Run> runs(Workspace workspace, String experimentId) {
        Optional<ExperimentItems.Counted> experiment = experiments.find(workspace, experimentId);
        if (experiment.isEmpty()) {
            return List.of();
        }
        List<Integer> shards = IntStream.range(0, RunItems.SHARDS).boxed().toList();
        List<Key> keys = Parallel.map(
                        shards,
                        shard -> table.query(RunItems.listPk(workspace, experimentId, shard), RunItems.LISTED, true)
                                .map(item -> RunItems.key(workspace, item.text("id")))
                                .toList())
                .stream()
                .flatMap(List::stream)
                .toList();
        List<List<Key>> batches = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += Table.BATCH) {
            batches.add(keys.subList(from, Math.min(keys.size(), from + Table.BATCH)));
        }
        return Parallel.map(batches, table::batch).stream()
                .flatMap(List::stream)
                .map(RunItems::read)
                .map(stored -> stored.under(experiment.get()))
                .toList();
    }

    @Override
    public Run updateRun(
            Workspace workspace, String runId, @Nullable String status, @Nullable Long endTime, @Nullable String name) {
        return edit(workspace, runId, List.of(), run -> run.updated(status, endTime, name));
    }

    @Override
    public void deleteRun(Workspace workspace, String runId) {
        edit(workspace, runId, List.of(), run -> run.withActive(false));
    }

    @Override
    public void restoreRun(Workspace workspace, String runId) {
        edit(workspace, runId, List.of(), run -> run.withActive(true));
    }

    @Override
    public void deleteTag(Workspace workspace, String runId, String key) {
        edit(workspace, runId, List.of(), run -> run.withoutTag(key));
    }

    @Override
    public void log(
            Workspace workspace,
            String runId,
            List<Metric> metrics,
            Map<String, String> params,
            Map<String, String> tags) {
        edit(workspace, runId, metrics, run -> run.logged(metrics, params, tags));
    }

    @Override
    public void logInputs(Workspace workspace, String runId, List<DatasetInput> datasets, List<String> modelIds) {
        edit(workspace, runId, List.of(), run -> run.linked(datasets, modelIds, List.of()));
    }

    @Override
    public void logOutputs(Workspace workspace, String runId, List<ModelOutput> models) {
        edit(workspace, runId, List.of(), run -> run.linked(List.of(), List.of(), models));
    }

    @Override
    public List<Metric> history(Workspace workspace, String runId, String key, int offset, int limit) {
        return points(workspace, runId, key).stream().skip(offset).limit(limit).toList();
    }

    @Override
    public MetricPage historyPage(Workspace workspace, String runId, String key, String from, int limit) {
        List<Metric> all = points(workspace, runId, key);
        int offset = from.isEmpty() ? 0 : offset(from);
        int end = Math.min(all.size(), offset + limit);
        return new MetricPage(all.subList(Math.min(offset, end), end), end < all.size() ? Integer.toString(end) : null);
    }

    @Override
    public List<Metric> sampledHistory(
            Workspace workspace,
            String runId,
            String key,
            @Nullable Long firstStep,
            @Nullable Long lastStep,
            int most) {
        return MetricSample.of(points(workspace, runId, key), firstStep, lastStep, most);
    }

    private static int offset(String from) {
        if (!from.matches("\\d{1,9}")) {
            throw new ProblemException("INVALID_PARAMETER_VALUE", "Invalid page token: " + from);
        }
        return Integer.parseInt(from);
    }

    private List<Metric> points(Workspace workspace, String runId, String key) {
        Map<Metric, Metric> points = new LinkedHashMap<>();
        table.query(RunItems.pk(workspace, runId), RunItems.POINTS, true)
                .flatMap(pack -> PackedRun.readPoints(pack.bytes("points")).stream())
                .filter(point -> point.key().equals(key))
                .forEach(point -> points.putIfAbsent(point.bare(), point));
        return List.copyOf(points.values());
    }

    private Run edit(Workspace workspace, String runId, List<Metric> points, UnaryOperator<Run> change) {
        return table.until("change of run " + runId, () -> {
            RunItems.Stored stored = stored(workspace, runId)
                    .orElseThrow(
                            () -> new ProblemException("RESOURCE_DOES_NOT_EXIST", "Run '" + runId + "' not found"));
            ExperimentItems.Counted experiment = experiments
                    .find(workspace, stored.run().experimentId())
                    .orElseThrow(() -> Experiment.absent(stored.run().experimentId()));
            Run before = stored.under(experiment);
            Run after = change.apply(before);
            if (after.equals(before) && points.isEmpty()) {
                return Optional.of(before);
            }
            List<Table.Write> writes = new ArrayList<>();
            RunItems.Stored next = new RunItems.Stored(after, stored.version() + 1, experiment.generation());
            writes.add(new Table.Write(RunItems.write(next), Table.equal("version", stored.version())));
            RunItems.writePoints(after, next.version(), points)
                    .forEach(item -> writes.add(new Table.Write(item, Table.ABSENT)));
            return table.transact(writes) ? Optional.of(after) : Optional.empty();
        });
    }

    private Optional<RunItems.Stored> stored(Workspace workspace, String runId) {
        return table.get(RunItems.pk(workspace, runId), RunItems.RUN).map(RunItems::read);
    }

    private Run current(Workspace workspace, RunItems.Stored stored) {
        return experiments
                .find(workspace, stored.run().experimentId())
                .map(stored::under)
                .orElse(stored.run());
    }
}
