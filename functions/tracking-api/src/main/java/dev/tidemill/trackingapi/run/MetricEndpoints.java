package dev.tidemill.trackingapi.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.Tracking;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.Endpoint;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Parameters;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Calls under {@code metrics} with which the UI draws one metric of several runs. */
public final class MetricEndpoints {
    private static final int MOST_RUNS = 100;
    private static final int MOST_POINTS = 25_000;
    private static final int MOST_SAMPLED = 2_500;
    /** Points that are looked at to choose the steps, of all runs together. */
    private static final int LOOKED_AT = 250_000;

    private static final Comparator<Metric> BY_TIME = Comparator.comparingLong(Metric::timestamp)
            .thenComparingLong(Metric::step)
            .thenComparingDouble(Metric::value);

    private final Tracking tracking;

    public MetricEndpoints(Tracking tracking) {
        this.tracking = tracking;
    }

    /** The endpoints by method and path. */
    public Map<String, Endpoint> endpoints() {
        return Map.of(
                "GET metrics/get-history-bulk", this::bulk, "GET metrics/get-history-bulk-interval", this::sampled);
    }

    private ObjectNode bulk(Call call) {
        List<String> runs = call.parameters().texts("run_id");
        if (runs.isEmpty()) {
            throw MlflowErrors.invalid("GetMetricHistoryBulk request must specify at least one run_id.");
        }
        if (runs.size() > MOST_RUNS) {
            throw MlflowErrors.invalid("GetMetricHistoryBulk request cannot specify more than " + MOST_RUNS
                    + " run_ids. Received " + runs.size() + " run_ids.");
        }
        String key = call.parameters()
                .text("metric_key")
                .orElseThrow(() -> MlflowErrors.invalid("GetMetricHistoryBulk request must specify a metric_key."));
        long asked = call.parameters().number("max_results").orElse(MOST_POINTS);
        if (asked < 1) {
            throw Parameters.invalid("max_results", asked, "Value must be a positive integer.");
        }
        int most = (int) Math.min(MOST_POINTS, asked);
        ObjectNode answer = Json.object();
        ArrayNode points = answer.putArray("metrics");
        for (String run : new TreeSet<>(runs)) {
            tracking.history(call.workspace(), run, key, 0, most).stream()
                    .sorted(BY_TIME)
                    .limit(most - points.size())
                    .forEach(point -> points.add(RunJson.of(point).put("run_id", run)));
        }
        return answer;
    }

    /**
     * All runs show the same steps, so that their charts can be compared: as many as asked for, spread over those that
     * any run has in the range, and the first and last of each run. As MLflow's server does.
     */
    private ObjectNode sampled(Call call) {
        Parameters parameters = call.parameters();
        List<String> runs = parameters.texts("run_ids");
        if (runs.isEmpty()) {
            throw MlflowErrors.missing("run_ids");
        }
        if (runs.size() > MOST_RUNS) {
            throw MlflowErrors.invalid("GetMetricHistoryBulkInterval request must specify at most " + MOST_RUNS
                    + " run_ids. Received " + runs.size() + " run_ids.");
        }
        String key = parameters.required("metric_key");
        int most = Math.clamp(parameters.number("max_results").orElse(MOST_SAMPLED), 0, MOST_SAMPLED + 1);
        if (most < 1 || most > MOST_SAMPLED) {
            throw MlflowErrors.invalid("max_results must be between 1 and " + MOST_SAMPLED + ".");
        }
        OptionalLong first = parameters.number("start_step");
        OptionalLong last = parameters.number("end_step");
        if (first.isPresent() != last.isPresent()) {
            throw MlflowErrors.invalid("If either start step or end step are specified, both must be specified.");
        }
        if (first.isPresent() && first.getAsLong() > last.getAsLong()) {
            throw MlflowErrors.invalid("end_step must be greater than start_step. Found start_step=" + first.getAsLong()
                    + " and end_step=" + last.getAsLong() + ".");
        }
        Map<String, List<Metric>> histories = new LinkedHashMap<>();
        for (String run : runs) {
            histories.computeIfAbsent(
                    run, id -> tracking.sampledHistory(call.workspace(), id, key, null, null, LOOKED_AT / runs.size()));
        }
        Set<Long> steps = steps(histories, first.orElse(0), last, most);
        ObjectNode answer = Json.object();
        ArrayNode points = answer.putArray("metrics");
        histories.forEach((run, history) -> history.stream()
                .filter(point -> steps.contains(point.step()))
                .limit(MOST_SAMPLED)
                .forEach(point -> points.add(RunJson.of(point).put("run_id", run))));
        return answer;
    }

    private static Set<Long> steps(Map<String, List<Metric>> histories, long first, OptionalLong last, int most) {
        TreeSet<Long> all = new TreeSet<>();
        TreeSet<Long> chosen = new TreeSet<>();
        for (List<Metric> history : histories.values()) {
            history.forEach(point -> all.add(point.step()));
            if (!history.isEmpty()) {
                chosen.add(history.getFirst().step());
                chosen.add(history.getLast().step());
            }
        }
        if (all.isEmpty()) {
            return all;
        }
        long end = last.orElse(all.last());
        if (first > end) {
            return new TreeSet<>();
        }
        chosen.removeIf(step -> step < first || step > end);
        List<Long> range = List.copyOf(all.subSet(first, true, end, true));
        if (range.size() <= most) {
            chosen.addAll(range);
            return chosen;
        }
        for (int i = 0; i < most; i++) {
            chosen.add(range.get((int) ((long) i * range.size() / most)));
        }
        chosen.add(range.getLast());
        return chosen;
    }
}
