package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.tracking.DatasetInput;
import dev.tidemill.core.tracking.Experiment;
import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.MetricPage;
import dev.tidemill.core.tracking.ModelOutput;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.RunSearch;
import dev.tidemill.core.tracking.Tracking;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Experiments and runs. A run is one item, with its params, tags, newest metrics and youngest points packed; older points
 * lie in packs that never change. Every change replaces the run's item if nobody has since it was read, in one
 * transaction with what belongs to it. An experiment's runs are searched by small rows in eight partitions, which
 * searches pack, many to an item.
 *
 * <p>An experiment counts how often it was deleted or restored, and a run keeps the count at its own last such change:
 * the later of the two says whether the run is deleted, so that an experiment of any size is deleted by one write.
 */
public final class DynamoDbTracking implements Tracking {
    private static final int MOST_REPAIRS = 16;
    private static final int LARGE_PAGE = 25_000;

    private final Table table;
    private final ExperimentStore experiments;
    private final RunReads runs;
    private final RunIndex index;
    private final RunPacker packer;
    private final MetricHistory history;
    private final InstantSource clock;

    /**
     * @param name of a table with string keys {@code pk} and {@code sk}
     * @param artifactRoot address without a closing slash, such as {@code s3://bucket}, under which an experiment
     *     without a location keeps artifacts at {@code w/(workspace)/mlflow/(experiment)}
     */
    public DynamoDbTracking(DynamoDbClient client, String name, String artifactRoot, InstantSource clock) {
        this(client, name, artifactRoot, clock, Backoff.sleeping());
    }

    DynamoDbTracking(DynamoDbClient client, String name, String artifactRoot, InstantSource clock, Backoff backoff) {
        this(client, name, artifactRoot, clock, backoff, RunPacker.Sizes.USUAL);
    }

    DynamoDbTracking(
            DynamoDbClient client,
            String name,
            String artifactRoot,
            InstantSource clock,
            Backoff backoff,
            RunPacker.Sizes sizes) {
        this.table = Table.of(client, name, backoff);
        this.experiments = new ExperimentStore(table, artifactRoot, clock);
        PlainReads reads = new PlainReads(client, name);
        this.runs = new RunReads(table, reads, experiments);
        this.index = new RunIndex(reads);
        this.packer = new RunPacker(table, sizes);
        this.history = new MetricHistory(reads);
        this.clock = clock;
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
            if (!experiment.experiment().active()) {
                Optional<Run> earlier = run(run.workspace(), run.id());
                if (earlier.isEmpty()) {
                    experiment.experiment().requireActive();
                }
                return earlier;
            }
            byte[] row = SearchRows.whole(run, new SearchRows.Stamp(experiment.generation(), 1, clock.millis()));
            RunItems.Stored stored =
                    new RunItems.Stored(run, 1, experiment.generation(), PointLog.EMPTY, 0, SearchRows.isWhole(row));
            boolean written = table.transact(List.of(
                    new Table.Write(RunItems.write(stored), Table.ABSENT),
                    new Table.Write(SearchRows.write(run, row), null)));
            if (written) {
                runs.remember(run.workspace(), run.id(), run.experimentId());
            }
            return written ? Optional.of(run) : run(run.workspace(), run.id());
        });
    }

    @Override
    public Optional<Run> run(Workspace workspace, String runId) {
        return runs.placed(workspace, runId).map(placed -> placed.stored().under(placed.experiment()));
    }

    @Override
    public List<Run> searchRuns(Workspace workspace, List<String> experimentIds, RunSearch search) {
        List<ExperimentItems.Counted> found =
                Parallel.map(new LinkedHashSet<>(experimentIds), id -> experiments.find(workspace, id)).stream()
                        .flatMap(Optional::stream)
                        .toList();
        RunIndex.Found first = index.search(workspace, found, search, clock.millis());
        repair(first.unread());
        packer.pack(first.shards());
        return first.runs();
    }

    /** Makes the next search cheaper; a row whose run is changed meanwhile stays for the next one. */
    private void repair(List<RunItems.Stored> unread) {
        long now = clock.millis();
        List<List<Table.Write>> repairs = unread.stream()
                .map(stored -> RunChange.repair(stored, now))
                .filter(writes -> !writes.isEmpty())
                .limit(MOST_REPAIRS)
                .toList();
        Parallel.map(repairs, table::transact);
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
        List<Metric> points = new ArrayList<>();
        long wanted = (long) offset + limit;
        @Nullable String from = "";
        while (from != null && points.size() < wanted) {
            MetricPage page =
                    historyPage(workspace, runId, key, from, (int) Math.min(LARGE_PAGE, wanted - points.size()));
            points.addAll(page.points());
            from = page.next();
        }
        return points.stream().skip(offset).toList();
    }

    @Override
    public MetricPage historyPage(Workspace workspace, String runId, String key, String from, int limit) {
        return runs.run(workspace, runId)
                .map(stored -> history.page(stored, key, from, limit))
                .orElse(new MetricPage(List.of(), null));
    }

    @Override
    public List<Metric> sampledHistory(
            Workspace workspace,
            String runId,
            String key,
            @Nullable Long firstStep,
            @Nullable Long lastStep,
            int most) {
        return runs.run(workspace, runId)
                .map(stored -> history.sampled(stored, key, firstStep, lastStep, most))
                .orElse(List.of());
    }

    private Run edit(Workspace workspace, String runId, List<Metric> points, UnaryOperator<Run> change) {
        return table.until("change of run " + runId, () -> {
            RunReads.Placed placed = runs.placed(workspace, runId).orElseThrow(() -> Run.absent(runId));
            RunChange made =
                    RunChange.of(placed.stored(), placed.experiment(), points, change, history, clock.millis());
            return made.writes().isEmpty() || table.write(made.writes()) ? Optional.of(made.after()) : Optional.empty();
        });
    }
}
