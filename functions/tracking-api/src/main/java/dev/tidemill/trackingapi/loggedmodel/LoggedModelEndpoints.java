package dev.tidemill.trackingapi.loggedmodel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.loggedmodel.LoggedModel;
import dev.tidemill.core.loggedmodel.LoggedModelIds;
import dev.tidemill.core.loggedmodel.LoggedModelStatus;
import dev.tidemill.core.loggedmodel.LoggedModels;
import dev.tidemill.core.tracking.Experiment;
import dev.tidemill.core.tracking.Tracking;
import dev.tidemill.trackingapi.search.Pages;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.Endpoint;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Parameters;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Calls under {@code logged-models} that create, change, find and search logged models. */
public final class LoggedModelEndpoints {
    private static final Pattern NAME_TRAPS = Pattern.compile("[/:.%\"']");
    private static final int LONGEST_TEXT = 500;
    private static final int LONGEST_KEY = 255;
    private static final int MOST_AT_ONCE = 100;

    private final Tracking tracking;
    private final LoggedModels models;
    private final Supplier<String> newNames;
    private final Supplier<String> newIds;
    private final LoggedModelSearch search;

    /**
     * @param newNames makes names for models that are given none
     * @param newIds makes 32 hexadecimal digits that it never made before
     */
    public LoggedModelEndpoints(
            Tracking tracking, LoggedModels models, Supplier<String> newNames, Supplier<String> newIds) {
        this.tracking = tracking;
        this.models = models;
        this.newNames = newNames;
        this.newIds = newIds;
        this.search = new LoggedModelSearch(models);
    }

    /** The endpoints by method and path. */
    public Map<String, Endpoint> endpoints() {
        return Map.of(
                "POST logged-models", this::create,
                "POST logged-models/search", search::answer,
                "GET logged-models:batchGet", this::getSeveral,
                "GET logged-models/{model_id}", this::get,
                "PATCH logged-models/{model_id}", this::setStatus,
                "DELETE logged-models/{model_id}", this::delete,
                "PATCH logged-models/{model_id}/tags", this::setTags,
                "DELETE logged-models/{model_id}/tags/{tag_key+}", this::deleteTag,
                "POST logged-models/{model_id}/params", this::logParams);
    }

    private ObjectNode create(Call call) {
        Parameters parameters = call.parameters();
        String experimentId = parameters.required("experiment_id");
        String name = parameters.text("name").map(LoggedModelEndpoints::name).orElseGet(newNames);
        Experiment experiment =
                tracking.experiment(call.workspace(), experimentId).orElseThrow(() -> Experiment.absent(experimentId));
        experiment.requireActive();
        String id = id(call);
        long now = call.now().toEpochMilli();
        return answer(models.create(new LoggedModel(
                call.workspace(),
                id,
                experimentId,
                name,
                experiment.artifactLocation().replaceFirst("/+$", "") + "/models/" + id + "/artifacts",
                parameters
                        .text("model_type")
                        .map(type -> notLonger("model_type", type))
                        .orElse(null),
                parameters
                        .text("source_run_id")
                        .map(run -> notLonger("source_run_id", run))
                        .orElse(null),
                LoggedModelStatus.PENDING,
                true,
                now,
                now,
                pairs(parameters, "params"),
                pairs(parameters, "tags"),
                List.of())));
    }

    private static String name(String name) {
        if (NAME_TRAPS.matcher(name).find()) {
            throw MlflowErrors.invalid("Invalid model name ('" + name + "') provided. Model name must be a non-empty"
                    + " string and cannot contain the following characters: ('/', ':', '.', '%', '\"', \"'\")");
        }
        return notLonger("name", name);
    }

    private String id(Call call) {
        return call.request()
                .header("idempotency-key")
                .map(key -> LoggedModelIds.ofRequest(
                        call.workspace(), call.request().principal() + "/" + key))
                .orElseGet(() -> LoggedModelIds.of(newIds.get()));
    }

    private ObjectNode get(Call call) {
        String id = call.parameters().required("model_id");
        boolean deletedToo = call.parameters().textOrEmpty("allow_deleted").equalsIgnoreCase("true");
        return answer(models.find(call.workspace(), id)
                .filter(model -> model.active() || deletedToo)
                .orElseThrow(() -> LoggedModel.absent(id)));
    }

    /** The models that there are of those that are named; MLflow's UI asks so for the models of the runs it shows. */
    private ObjectNode getSeveral(Call call) {
        List<String> ids = call.parameters().texts("model_ids");
        if (ids.size() > MOST_AT_ONCE) {
            throw MlflowErrors.invalid(
                    "At most " + MOST_AT_ONCE + " model_ids can be asked for at once, got " + ids.size() + ".");
        }
        List<LoggedModel> found = new LinkedHashSet<>(ids)
                .stream()
                        .flatMap(id -> models.find(call.workspace(), id).stream())
                        .filter(LoggedModel::active)
                        .toList();
        return new Pages(0, MOST_AT_ONCE).write("models", found, model -> LoggedModelJson.of(model, true));
    }

    private ObjectNode setStatus(Call call) {
        String status = call.parameters().word("status", LoggedModelJson.STATUSES);
        LoggedModelStatus read = switch (LoggedModelJson.STATUSES.indexOf(status)) {
            case 1 -> LoggedModelStatus.PENDING;
            case 2 -> LoggedModelStatus.READY;
            case 3 -> LoggedModelStatus.FAILED;
            default ->
                throw MlflowErrors.invalid("Invalid model status: " + status + ". Expected one of "
                        + LoggedModelJson.STATUSES.subList(1, LoggedModelJson.STATUSES.size()) + ".");
        };
        return answer(models.setStatus(call.workspace(), call.parameters().required("model_id"), read));
    }

    private ObjectNode delete(Call call) {
        models.delete(call.workspace(), call.parameters().required("model_id"));
        return Json.object();
    }

    private ObjectNode setTags(Call call) {
        Map<String, String> tags = pairs(call.parameters(), "tags");
        return answer(models.setTags(call.workspace(), call.parameters().required("model_id"), tags));
    }

    private ObjectNode deleteTag(Call call) {
        models.deleteTag(
                call.workspace(),
                call.parameters().required("model_id"),
                call.parameters().required("tag_key"));
        return Json.object();
    }

    private ObjectNode logParams(Call call) {
        Map<String, String> params = pairs(call.parameters(), "params");
        models.logParams(call.workspace(), call.parameters().required("model_id"), params);
        return Json.object();
    }

    private static ObjectNode answer(LoggedModel model) {
        ObjectNode answer = Json.object();
        answer.set("model", LoggedModelJson.of(model, true));
        return answer;
    }

    /** Params or tags; of two with one key the last stays. */
    private static Map<String, String> pairs(Parameters parameters, String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (Parameters pair : parameters.objects(name)) {
            String key = pair.required("key");
            if (key.length() > LONGEST_KEY) {
                throw MlflowErrors.invalid("Key '" + key.substring(0, 50) + "...' of " + name + " has " + key.length()
                        + " characters, which exceeds the maximum length of " + LONGEST_KEY + ".");
            }
            pairs.put(key, pair.textOrEmpty("value"));
        }
        return pairs;
    }

    private static String notLonger(String name, String value) {
        if (value.length() > LONGEST_TEXT) {
            throw Parameters.invalid(
                    name, value, "It has " + value.length() + " characters, more than " + LONGEST_TEXT + ".");
        }
        return value;
    }
}
