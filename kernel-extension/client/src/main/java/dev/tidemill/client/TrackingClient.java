package dev.tidemill.client;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The runs of trainings, as any MLflow client sees them. Immutable, safe for use by several threads. Methods throw
 * {@link TidemillException} when the API refuses, fails or cannot be reached.
 */
public final class TrackingClient {
    private static final String API = "/api/2.0/mlflow/";
    private static final int PAGE = 100;

    private final ApiConnection connection;

    TrackingClient(ApiConnection connection) {
        this.connection = connection;
    }

    /** The ids of the experiments by their name; a project's experiment has the project's name. */
    public Map<String, String> experiments() {
        Map<String, String> ids = new LinkedHashMap<>();
        for (Document experiment : paged("experiments/search", new HashMap<>(), "experiments", Integer.MAX_VALUE)) {
            ids.put(experiment.at("name").text(), experiment.at("experiment_id").text());
        }
        return ids;
    }

    /** The newest runs of a project, the newest first; empty when it has none. */
    public List<RunInfo> runs(String project, int limit) {
        return runs(project, "", List.of(), limit);
    }

    /**
     * Runs of a project.
     *
     * @param filter in MLflow's grammar, such as {@code metrics.`test-auc` > 0.7 AND params.rounds = '200'}; empty for all
     * @param orderBy such as {@code metrics.`test-auc` DESC}; empty for the newest first
     * @param limit how many at most
     * @throws TidemillException when the filter or order is not understood, with the place
     */
    public List<RunInfo> runs(String project, String filter, List<String> orderBy, int limit) {
        String experiment = experiment(project);
        if (experiment.isEmpty()) {
            return List.of();
        }
        Map<String, Object> body = new HashMap<>();
        body.put("experiment_ids", List.of(experiment));
        if (!filter.isBlank()) {
            body.put("filter", filter);
        }
        if (!orderBy.isEmpty()) {
            body.put("order_by", orderBy);
        }
        return paged("runs/search", body, "runs", limit).stream()
                .map(RunInfo::of)
                .toList();
    }

    /** One run. */
    public RunInfo run(String runId) {
        return RunInfo.of(
                connection.get(API + "runs/get", Map.of("run_id", runId)).at("run"));
    }

    /** The names of the metrics that a run logged, in the order of the alphabet. */
    public List<String> metrics(String runId) {
        return List.copyOf(run(runId).metrics().keySet());
    }

    /** Everything that a run logged of one metric, by step. */
    public List<MetricPoint> metric(String runId, String name) {
        List<MetricPoint> points = new ArrayList<>();
        Map<String, String> query = new HashMap<>(Map.of("run_id", runId, "metric_key", name));
        String token = "";
        do {
            Document page = connection.get(API + "metrics/get-history", query);
            for (Document point : page.at("metrics").elements()) {
                points.add(new MetricPoint(point.at("step").integer(0), RunInfo.number(point.at("value"))));
            }
            token = page.at("next_page_token").text("");
            query.put("page_token", token);
        } while (!token.isEmpty());
        points.sort(Comparator.comparingLong(MetricPoint::step));
        return List.copyOf(points);
    }

    /** The paths of a run's artifacts below a folder, folders with a slash at their end. */
    public List<String> artifacts(String runId, String folder) {
        Map<String, String> query = new HashMap<>(Map.of("run_id", runId));
        if (!folder.isEmpty()) {
            query.put("path", folder);
        }
        return connection.get(API + "artifacts/list", query).at("files").elements().stream()
                .map(file -> file.at("path").text() + (file.at("is_dir").isTrue() ? "/" : ""))
                .toList();
    }

    private String experiment(String name) {
        try {
            return connection
                    .get(API + "experiments/get-by-name", Map.of("experiment_name", name))
                    .at("experiment", "experiment_id")
                    .text("");
        } catch (TidemillException e) {
            if (e.status() == 404) {
                return "";
            }
            throw e;
        }
    }

    private List<Document> paged(String endpoint, Map<String, Object> body, String name, int limit) {
        List<Document> found = new ArrayList<>();
        String token = "";
        do {
            body.put("max_results", Math.min(PAGE, limit - found.size()));
            if (!token.isEmpty()) {
                body.put("page_token", token);
            }
            Document page = connection.post(API + endpoint, body, null);
            found.addAll(page.at(name).elements());
            token = page.at("next_page_token").text("");
        } while (!token.isEmpty() && found.size() < limit);
        return found;
    }
}
