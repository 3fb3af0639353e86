package dev.tidemill.trackingapi.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.tracking.Experiment;
import dev.tidemill.core.tracking.Tracking;
import dev.tidemill.trackingapi.search.Fields;
import dev.tidemill.trackingapi.search.Filter;
import dev.tidemill.trackingapi.search.Order;
import dev.tidemill.trackingapi.search.Pages;
import dev.tidemill.trackingapi.search.ViewType;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.Endpoint;
import dev.tidemill.trackingapi.wire.Limits;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Tags;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls under {@code experiments}. */
public final class ExperimentEndpoints {
    private static final int MOST = 50_000;
    private static final Fields<Experiment> FIELDS = new Fields<Experiment>()
            .text("name", Experiment::name)
            .listed("experiment_id", Experiment::id)
            .number("creation_time", e -> e.createdAt().toEpochMilli())
            .number("last_update_time", e -> e.updatedAt().toEpochMilli())
            .tags((e, key) -> e.tags().get(key));
    private static final Comparator<Experiment> USUAL_ORDER =
            Comparator.comparing(Experiment::createdAt).reversed().thenComparingLong(e -> Long.parseLong(e.id()));

    private final Tracking tracking;

    public ExperimentEndpoints(Tracking tracking) {
        this.tracking = tracking;
    }

    /** The endpoints by method and path. */
    public Map<String, Endpoint> endpoints() {
        return Map.of(
                "POST experiments/create", this::create,
                "POST experiments/search", this::search,
                "GET experiments/search", this::search,
                "GET experiments/get", this::get,
                "GET experiments/get-by-name", this::getByName,
                "POST experiments/update", this::update,
                "POST experiments/delete", this::delete,
                "POST experiments/restore", this::restore,
                "POST experiments/set-experiment-tag", this::setTag,
                "POST experiments/delete-experiment-tag", this::deleteTag);
    }

    private ObjectNode create(Call call) {
        String name = Limits.experimentName(call.parameters().required("name"));
        Optional<String> location = call.parameters().text("artifact_location");
        Map<String, String> tags = Tags.read(call.parameters(), "tags", Limits::experimentTagValue);
        Experiment experiment = tracking.createExperiment(
                call.workspace(), name, location.map(Limits::location).orElse(null), tags);
        return Json.object().put("experiment_id", experiment.id());
    }

    private ObjectNode search(Call call) {
        Pages page = Pages.of(call.parameters(), 0, MOST);
        ViewType view = ViewType.of(call.parameters(), "view_type");
        Filter<Experiment> filter = Filter.parse(call.parameters().textOrEmpty("filter"), FIELDS);
        List<Experiment> found = tracking.experiments(call.workspace()).stream()
                .filter(experiment -> view.sees(experiment.active()) && filter.matches(experiment))
                .sorted(Order.parse(call.parameters().texts("order_by"), FIELDS, USUAL_ORDER))
                .toList();
        return page.write("experiments", found, ExperimentJson::of);
    }

    private ObjectNode get(Call call) {
        String id = call.parameters().required("experiment_id");
        Experiment experiment = tracking.experiment(call.workspace(), id).orElseThrow(() -> Experiment.absent(id));
        return answer(experiment);
    }

    private ObjectNode getByName(Call call) {
        String name = call.parameters().required("experiment_name");
        Experiment experiment = tracking.experimentByName(call.workspace(), name)
                .orElseThrow(() -> MlflowErrors.absent("Could not find experiment with name '" + name + "'"));
        return answer(experiment);
    }

    private static ObjectNode answer(Experiment experiment) {
        ObjectNode answer = Json.object();
        answer.set("experiment", ExperimentJson.of(experiment));
        return answer;
    }

    private ObjectNode update(Call call) {
        String id = call.parameters().required("experiment_id");
        String name = Limits.experimentName(call.parameters().required("new_name"));
        tracking.renameExperiment(call.workspace(), id, name);
        return Json.object();
    }

    private ObjectNode delete(Call call) {
        tracking.deleteExperiment(call.workspace(), call.parameters().required("experiment_id"));
        return Json.object();
    }

    private ObjectNode restore(Call call) {
        tracking.restoreExperiment(call.workspace(), call.parameters().required("experiment_id"));
        return Json.object();
    }

    private ObjectNode setTag(Call call) {
        String id = call.parameters().required("experiment_id");
        String key = Limits.tagKey(call.parameters());
        String value = Limits.experimentTagValue(call.parameters().textOrEmpty("value"));
        tracking.tagExperiment(call.workspace(), id, key, value);
        return Json.object();
    }

    private ObjectNode deleteTag(Call call) {
        tracking.deleteExperimentTag(
                call.workspace(),
                call.parameters().required("experiment_id"),
                call.parameters().required("key"));
        return Json.object();
    }
}
