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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Calls under {@code registered-models}. */
public final class RegisteredModelEndpoints {
    private static final int USUAL = 100;
    private static final int MOST = 1000;
    private static final Fields<RegisteredModel> FIELDS = new Fields<RegisteredModel>()
            .text("name", RegisteredModel::name)
            .number("timestamp", m -> m.updatedAt().toEpochMilli())
            .number("last_updated_timestamp", m -> m.updatedAt().toEpochMilli())
            .tags((m, key) -> PromptTag.value(m.tags(), key));
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
                "GET registered-models/get", this::get,
                "GET registered-models/search", this::search,
                "GET registered-models/get-latest-versions", this::latest,
                "POST registered-models/get-latest-versions", this::latest,
                "POST registered-models/alias", this::setAlias,
                "GET registered-models/alias", this::getAlias,
                "DELETE registered-models/alias", this::deleteAlias);
    }

    private ObjectNode create(Call call) {
        String name = ModelNames.model(call.parameters().required("name"));
        Map<String, String> tags = Tags.read(call.parameters(), "tags", Limits::registryTagValue);
        String description = call.parameters().textOrEmpty("description");
        if (!registry.createModel(call.workspace(), name, description, tags, Models.change(call))) {
            throw new ProblemException(MlflowErrors.EXISTS, "Registered Model (name=" + name + ") already exists.");
        }
        return answer(models.require(call));
    }

    private ObjectNode get(Call call) {
        return answer(models.require(call));
    }

    private ObjectNode answer(RegisteredModel model) {
        ObjectNode answer = Json.object();
        answer.set("registered_model", json.model(model, models.latest(model)));
        return answer;
    }

    private ObjectNode search(Call call) {
        Pages page = Pages.of(call.parameters(), USUAL, MOST);
        Filter<RegisteredModel> filter = Filter.parse(call.parameters().textOrEmpty("filter"), FIELDS);
        List<RegisteredModel> found = registry.models(call.workspace()).stream()
                .filter(filter::matches)
                .sorted(Order.parse(call.parameters().texts("order_by"), FIELDS, USUAL_ORDER))
                .toList();
        return page.write("registered_models", found, model -> json.model(model, models.latest(model)));
    }

    private ObjectNode latest(Call call) {
        RegisteredModel model = models.require(call);
        List<String> stages = call.parameters().texts("stages").stream()
                .map(stage -> stage.toLowerCase(Locale.ROOT))
                .toList();
        ObjectNode answer = Json.object();
        ArrayNode versions = answer.putArray("model_versions");
        for (ModelVersion version : models.latest(model)) {
            if (stages.isEmpty() || stages.contains(ModelJson.stage(version).toLowerCase(Locale.ROOT))) {
                versions.add(json.version(version, model));
            }
        }
        return answer;
    }

    private ObjectNode setAlias(Call call) {
        RegisteredModel model = models.require(call);
        String alias = ModelNames.alias(call.parameters().required("alias"));
        int number = models.requireVersion(call).number();
        registry.moveAlias(call.workspace(), model.name(), alias, number, Models.change(call));
        return Json.object();
    }

    private ObjectNode getAlias(Call call) {
        RegisteredModel model = models.require(call);
        String alias = call.parameters().required("alias");
        Optional<ModelVersion> version = alias.toLowerCase(Locale.ROOT).equals("latest")
                ? registry.version(call.workspace(), model.name(), model.latestVersion())
                : registry.byAlias(call.workspace(), model.name(), alias);
        ObjectNode answer = Json.object();
        answer.set(
                "model_version",
                version.map(found -> json.version(found, model))
                        .orElseThrow(() -> MlflowErrors.invalid("Registered model alias " + alias + " not found.")));
        return answer;
    }

    private ObjectNode deleteAlias(Call call) {
        RegisteredModel model = models.require(call);
        String alias = ModelNames.alias(call.parameters().required("alias"));
        registry.deleteAlias(call.workspace(), model.name(), alias, Models.change(call));
        return Json.object();
    }
}
