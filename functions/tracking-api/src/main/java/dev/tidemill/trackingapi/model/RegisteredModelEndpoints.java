package dev.tidemill.trackingapi.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.RegisteredModel;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.trackingapi.search.Fields;
import dev.tidemill.trackingapi.search.Filter;
import dev.tidemill.trackingapi.search.Order;
import dev.tidemill.trackingapi.search.Pages;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.Endpoint;
import dev.tidemill.trackingapi.wire.Limits;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Tags;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Calls under {@code registered-models}, but those about aliases. */
public final class RegisteredModelEndpoints {
    private static final int USUAL = 100;
    private static final int MOST = 1000;
    private static final Fields<RegisteredModel> FIELDS = new Fields<RegisteredModel>()
            .listed("name", RegisteredModel::name)
            .tags((m, key) -> PromptTag.value(m.tags(), key));
    private static final Fields<RegisteredModel> ORDERS = new Fields<RegisteredModel>()
            .text("name", RegisteredModel::name)
            .number("timestamp", m -> m.updatedAt().toEpochMilli())
            .number("last_updated_timestamp", m -> m.updatedAt().toEpochMilli());
    private static final Comparator<RegisteredModel> USUAL_ORDER = Comparator.comparing(RegisteredModel::name);

    private final Registry registry;
    private final Models models;
    private final ModelJson json;

    public RegisteredModelEndpoints(Registry registry, ObjectStore artifacts) {
        this.registry = registry;
        this.models = new Models(registry);
        this.json = new ModelJson(artifacts);
    }

    /** The endpoints by method and path. */
    public Map<String, Endpoint> endpoints() {
        return Map.of(
                "POST registered-models/create", this::create,
                "GET registered-models/get", call -> answer(models.require(call)),
                "GET registered-models/search", this::search,
                "POST registered-models/rename", this::rename,
                "PATCH registered-models/update", this::update,
                "DELETE registered-models/delete", this::delete,
                "POST registered-models/set-tag", this::setTag,
                "DELETE registered-models/delete-tag", this::deleteTag,
                "GET registered-models/get-latest-versions", this::latest,
                "POST registered-models/get-latest-versions", this::latest);
    }

    private ObjectNode create(Call call) {
        String name = ModelNames.model(call.parameters(), "name");
        Map<String, String> tags = Tags.read(call.parameters(), "tags", Limits::registryTagValue);
        String description = call.parameters().textOrEmpty("description");
        if (!registry.createModel(call.workspace(), name, description, tags, Models.change(call))) {
            throw taken(call, name, PromptTag.isPrompt(tags));
        }
        return answer(models.require(call));
    }

    private ProblemException taken(Call call, String name, boolean prompt) {
        boolean byPrompt = registry.model(call.workspace(), name)
                .map(model -> PromptTag.isPrompt(model.tags()))
                .orElse(prompt);
        if (byPrompt == prompt) {
            return exists(prompt ? "Prompt" : "Registered Model", name);
        }
        String old = byPrompt ? "prompt" : "registered model";
        return new ProblemException(
                MlflowErrors.EXISTS,
                "Tried to create a " + (prompt ? "prompt" : "registered model") + " with name '" + name
                        + "', but the name is already taken by a " + old
                        + ". MLflow does not allow creating a model and a prompt with the same name.");
    }

    private static ProblemException exists(String what, String name) {
        return new ProblemException(MlflowErrors.EXISTS, what + " (name=" + name + ") already exists.");
    }

    private ObjectNode answer(RegisteredModel model) {
        ObjectNode answer = Json.object();
        answer.set("registered_model", json.model(model, models.latest(model)));
        return answer;
    }

    private ObjectNode rename(Call call) {
        String newName = ModelNames.model(call.parameters(), "new_name");
        RegisteredModel model = models.require(call);
        try {
            registry.renameModel(call.workspace(), model.name(), newName, Models.change(call));
        } catch (ProblemException e) {
            throw e.problem().code().equals("MODEL_EXISTS") ? exists("Registered Model", newName) : e;
        }
        return answer(registry.model(call.workspace(), newName)
                .orElseThrow(() -> MlflowErrors.absent("Registered Model with name=" + newName + " not found")));
    }

    private ObjectNode update(Call call) {
        RegisteredModel model = models.require(call);
        String description = call.parameters().textOrEmpty("description");
        registry.describeModel(call.workspace(), model.name(), description, Models.change(call));
        return answer(models.require(call));
    }

    private ObjectNode delete(Call call) {
        registry.deleteModel(call.workspace(), models.require(call).name(), Models.change(call));
        return Json.object();
    }

    private ObjectNode setTag(Call call) {
        String key = Models.tagKey(call.parameters());
        String value = Models.tagValue(call.parameters());
        registry.tagModel(call.workspace(), models.require(call).name(), key, value, Models.change(call));
        return Json.object();
    }

    private ObjectNode deleteTag(Call call) {
        String key = Models.tagKey(call.parameters());
        registry.tagModel(call.workspace(), models.require(call).name(), key, null, Models.change(call));
        return Json.object();
    }

    private ObjectNode search(Call call) {
        Pages page = Pages.of(call.parameters(), USUAL, MOST);
        String text = call.parameters().textOrEmpty("filter");
        Filter<RegisteredModel> filter = Filter.parse(text, FIELDS);
        Predicate<Map<String, String>> shown = PromptTag.shown(text);
        List<RegisteredModel> found = registry.models(call.workspace()).stream()
                .filter(model -> shown.test(model.tags()) && filter.matches(model))
                .sorted(Order.parse(call.parameters().texts("order_by"), ORDERS, USUAL_ORDER))
                .toList();
        return page.write("registered_models", found, model -> json.model(model, models.latest(model)));
    }

    private ObjectNode latest(Call call) {
        RegisteredModel model = models.require(call);
        List<String> stages =
                call.parameters().texts("stages").stream().map(Stages::named).toList();
        ObjectNode answer = Json.object();
        ArrayNode versions = answer.putArray("model_versions");
        for (ModelVersion version : models.latest(model)) {
            if (stages.isEmpty() || stages.contains(Stages.of(version.status()))) {
                versions.add(json.version(version, model));
            }
        }
        return answer;
    }
}
