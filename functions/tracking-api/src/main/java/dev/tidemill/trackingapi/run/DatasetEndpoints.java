package dev.tidemill.trackingapi.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.tracking.DatasetInput;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.RunSearch;
import dev.tidemill.core.tracking.Tracking;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The call with which the UI offers the datasets that runs of experiments read. */
public final class DatasetEndpoints {
    private static final int MOST_EXPERIMENTS = 20;
    /** Newest runs that are looked at. */
    private static final int MOST_RUNS = 10_000;

    private static final int MOST_SUMMARIES = 1_000;

    private final Tracking tracking;

    public DatasetEndpoints(Tracking tracking) {
        this.tracking = tracking;
    }

    private record Summary(String experimentId, String name, String digest, String context) {}

    /** The datasets, of name, digest and context each once. */
    public ObjectNode search(Call call) {
        List<String> experiments = call.parameters().texts("experiment_ids");
        if (experiments.isEmpty()) {
            throw MlflowErrors.invalid("SearchDatasets request must specify at least one experiment_id.");
        }
        if (experiments.size() > MOST_EXPERIMENTS) {
            throw MlflowErrors.invalid("SearchDatasets request cannot specify more than " + MOST_EXPERIMENTS
                    + " experiment_ids. Received " + experiments.size() + " experiment_ids.");
        }
        RunSearch withDatasets = new RunSearch(
                Run::active, run -> !run.links().datasets().isEmpty(), true, RunSearch.NEWEST_FIRST, MOST_RUNS);
        Set<Summary> summaries = new LinkedHashSet<>();
        for (Run run : tracking.searchRuns(call.workspace(), experiments, withDatasets)) {
            for (DatasetInput input : run.links().datasets()) {
                summaries.add(new Summary(
                        run.experimentId(),
                        input.dataset().name(),
                        input.dataset().digest(),
                        input.tags().getOrDefault(DatasetInput.CONTEXT_TAG, "")));
            }
        }
        ObjectNode answer = Json.object();
        ArrayNode array = answer.putArray("dataset_summaries");
        summaries.stream().limit(MOST_SUMMARIES).forEach(summary -> {
            ObjectNode json = array.addObject()
                    .put("experiment_id", summary.experimentId())
                    .put("name", summary.name())
                    .put("digest", summary.digest());
            if (!summary.context().isEmpty()) {
                json.put("context", summary.context());
            }
        });
        return answer;
    }
}
