package dev.tidemill.aws.dynamodb;

import dev.tidemill.aws.dynamodb.ExperimentItems.Counted;
import dev.tidemill.aws.dynamodb.PlainReads.ItemKey;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.tracking.Experiment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads runs with their experiments. A run's experiment never changes: once it is known, both are read by one request.
 * Safe for use by several threads.
 */
final class RunReads {
    private static final int REMEMBERED = 1000;

    private final Table table;
    private final PlainReads reads;
    private final ExperimentStore experiments;
    private final SequencedMap<String, String> experimentIds = new LinkedHashMap<>(16, 0.75f, true);

    RunReads(Table table, PlainReads reads, ExperimentStore experiments) {
        this.table = table;
        this.reads = reads;
        this.experiments = experiments;
    }

    /** A run and its experiment, which is as new as the run or newer. */
    record Placed(RunItems.Stored stored, Counted experiment) {}

    /** A run by itself; empty when there is none. */
    Optional<RunItems.Stored> run(Workspace workspace, String runId) {
        return table.get(RunItems.pk(workspace, runId), RunItems.RUN).map(RunItems::read);
    }

    /** A run and its experiment; empty when there is no such run. */
    Optional<Placed> placed(Workspace workspace, String runId) {
        String experimentId = recall(workspace, runId);
        if (experimentId != null) {
            Optional<Placed> both = together(workspace, runId, experimentId);
            if (both.isPresent()) {
                return both;
            }
        }
        return run(workspace, runId).map(stored -> {
            Placed placed = new Placed(stored, experiment(workspace, stored));
            remember(workspace, runId, stored.run().experimentId());
            return placed;
        });
    }

    private Optional<Placed> together(Workspace workspace, String runId, String experimentId) {
        RunItems.@Nullable Stored stored = null;
        @Nullable Counted experiment = null;
        ItemKey experimentKey = new ItemKey(ExperimentItems.pk(workspace), ExperimentItems.sk(experimentId));
        for (Map<String, AttributeValue> item : reads.all(List.of(RunItems.key(workspace, runId), experimentKey))) {
            ItemReader reader = new ItemReader(EnhancedDocument.fromAttributeValueMap(item));
            if (Table.text(item, Table.SK).equals(RunItems.RUN)) {
                stored = RunItems.read(reader);
            } else {
                experiment = ExperimentItems.read(reader);
            }
        }
        if (stored == null || experiment == null) {
            return Optional.empty();
        }
        // The two are read in no order: of a run that was changed later the experiment is read again.
        return Optional.of(new Placed(
                stored, experiment.generation() < stored.generation() ? experiment(workspace, stored) : experiment));
    }

    private Counted experiment(Workspace workspace, RunItems.Stored stored) {
        String id = stored.run().experimentId();
        return experiments.find(workspace, id).orElseThrow(() -> Experiment.absent(id));
    }

    private synchronized @Nullable String recall(Workspace workspace, String runId) {
        return experimentIds.get(RunItems.pk(workspace, runId));
    }

    synchronized void remember(Workspace workspace, String runId, String experimentId) {
        experimentIds.put(RunItems.pk(workspace, runId), experimentId);
        if (experimentIds.size() > REMEMBERED) {
            experimentIds.pollFirstEntry();
        }
    }
}
