package dev.tidemill.trackingapi.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.contract.Json;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.Endpoint;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Parameters;
import dev.tidemill.trackingapi.wire.RawEndpoint;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The queries of MLflow's user interface: a run, the runs of a search, an experiment, a metric's history of several runs,
 * a run's artifacts, and the datasets of experiments. Each is answered by the REST endpoint of the same meaning; there are no mutations.
 */
public final class GraphQlEndpoint {
    private final Function<String, Optional<Endpoint>> rest;

    /**
     * Answers from other endpoints.
     *
     * @param rest an endpoint by method and path, such as {@code GET runs/get}; empty for one that is not there
     */
    public GraphQlEndpoint(Function<String, Optional<Endpoint>> rest) {
        this.rest = rest;
    }

    /** By method and path outside the versions. */
    public Map<String, RawEndpoint> endpoints() {
        return Map.of("POST /graphql", this::answer);
    }

    private HttpResponse answer(Call call) {
        Parameters body = Parameters.of(call.request());
        JsonNode variables = body.object("variables").map(Parameters::json).orElse(Json.object());
        List<Field> fields = Query.read(body.required("query"), variables);
        ObjectNode data = Json.object();
        for (Field field : fields) {
            ObjectNode input = inRest(field.input());
            try {
                data.set(field.answer(), Projection.of(field(field, input, call), field));
            } catch (ProblemException e) {
                JsonNode told =
                        Json.parse(new String(MlflowErrors.response(e.problem()).body(), StandardCharsets.UTF_8));
                data.set(
                        field.answer(),
                        Projection.failure(
                                told.path("error_code").asText(),
                                told.path("message").asText(),
                                field.fields()));
            }
        }
        ObjectNode answer = Json.object();
        answer.set("data", data);
        answer.putNull("errors");
        return HttpResponse.json(200, answer);
    }

    private ObjectNode field(Field field, ObjectNode input, Call call) {
        return switch (field.name()) {
            case "mlflowGetRun" -> {
                ObjectNode answer = ask("GET runs/get", input, call);
                joined(List.of(answer.path("run")), field.field("run"), call);
                yield answer;
            }
            case "mlflowSearchRuns" -> {
                ObjectNode answer = ask("POST runs/search", input, call);
                joined(answer.path("runs"), field.field("runs"), call);
                yield answer;
            }
            case "mlflowGetExperiment" -> ask("GET experiments/get", input, call);
            case "mlflowGetMetricHistoryBulkInterval" -> ask("GET metrics/get-history-bulk-interval", input, call);
            case "mlflowListArtifacts" -> ask("GET artifacts/list", input, call);
            case "mlflowSearchDatasets" -> ask("POST experiments/search-datasets", input, call);
            default ->
                throw MlflowErrors.invalid("The query asks for '" + field.name()
                        + "': expected mlflowGetRun, mlflowSearchRuns, mlflowGetExperiment,"
                        + " mlflowGetMetricHistoryBulkInterval, mlflowListArtifacts or mlflowSearchDatasets.");
        };
    }

    /** Adds to each run what the queries select beside it: its experiment, and the versions registered from it. */
    private void joined(Iterable<JsonNode> runs, Optional<Field> selected, Call call) {
        if (selected.isEmpty()) {
            return;
        }
        Map<String, JsonNode> experiments = new HashMap<>();
        for (JsonNode one : runs) {
            if (!(one instanceof ObjectNode run)) {
                continue;
            }
            String id = run.path("info").path("run_id").asText();
            if (selected.get().selects("experiment")) {
                String experiment = run.path("info").path("experiment_id").asText();
                run.set(
                        "experiment",
                        experiments.computeIfAbsent(
                                experiment,
                                key -> ask("GET experiments/get", Json.object().put("experiment_id", key), call)
                                        .path("experiment")));
            }
            if (selected.get().selects("modelVersions")) {
                ObjectNode search = Json.object().put("filter", "run_id = '" + id + "'");
                run.set(
                        "model_versions",
                        ask("GET model-versions/search", search, call).path("model_versions"));
            }
        }
    }

    private ObjectNode ask(String endpoint, ObjectNode input, Call call) {
        Call asked = new Call(call.request(), call.workspace(), Parameters.within(input), call.now());
        return rest.apply(endpoint)
                .orElseThrow(() -> new ProblemException("ENDPOINT_NOT_FOUND", "No handler for " + endpoint))
                .answer(asked);
    }

    private static ObjectNode inRest(JsonNode input) {
        ObjectNode names = Json.object();
        input.properties().forEach(one -> names.set(Query.inRest(one.getKey()), one.getValue()));
        return names;
    }
}
