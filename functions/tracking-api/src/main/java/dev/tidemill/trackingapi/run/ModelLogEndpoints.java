package dev.tidemill.trackingapi.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.Tracking;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.Endpoint;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The call with which clients before MLflow 3 tell that they wrote a model among a run's artifacts. */
public final class ModelLogEndpoints {
    private static final String HISTORY_TAG = "mlflow.log-model.history";
    private static final List<String> FIELDS = List.of("artifact_path", "flavors", "run_id", "utc_time_created");

    private final Tracking tracking;

    public ModelLogEndpoints(Tracking tracking) {
        this.tracking = tracking;
    }

    /** The endpoints by method and path. */
    public Map<String, Endpoint> endpoints() {
        return Map.of("POST runs/log-model", this::log);
    }

    private ObjectNode log(Call call) {
        String id = call.parameters().requiredAny("run_id", "run_uuid");
        JsonNode model = read(call.parameters().required("model_json"));
        Run run = tracking.run(call.workspace(), id).orElseThrow(() -> Run.absent(id));
        ArrayNode history = history(run);
        for (JsonNode known : history) {
            if (known.equals(model)) {
                return Json.object();
            }
        }
        history.add(model);
        tracking.log(call.workspace(), id, List.of(), Map.of(), Map.of(HISTORY_TAG, history.toString()));
        return Json.object();
    }

    private static JsonNode read(String text) {
        JsonNode model;
        try {
            model = Json.parse(text);
        } catch (ProblemException e) {
            throw MlflowErrors.invalid("Malformed model info. \n " + text + " \n is not a valid JSON.");
        }
        TreeSet<String> missing = new TreeSet<>(FIELDS);
        model.fieldNames().forEachRemaining(missing::remove);
        if (!missing.isEmpty()) {
            throw MlflowErrors.invalid("Model json is missing mandatory fields: " + missing);
        }
        return model;
    }

    private static ArrayNode history(Run run) {
        ArrayNode history = Json.object().putArray("history");
        String stored = run.tags().get(HISTORY_TAG);
        if (stored != null && Json.parse(stored) instanceof ArrayNode earlier) {
            history.addAll(earlier);
        }
        return history;
    }
}
