package dev.tidemill.trackingapi.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.loggedmodel.LoggedModels;
import dev.tidemill.core.registry.ModelCard;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.RegisteredModel;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.registry.VersionStatus;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.core.tracking.Tracking;
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

/** Calls under {@code model-versions}. */
public final class ModelVersionEndpoints {
    private static final int MOST = 200_000;
    private static final Comparator<ModelVersion> BY_NAME = Comparator.comparing(ModelVersion::model)
            .thenComparing(Comparator.comparingInt(ModelVersion::number).reversed());
    private static final Comparator<ModelVersion> USUAL_ORDER = Comparator.<ModelVersion>comparingLong(
                    v -> v.updatedAt().toEpochMilli())
            .reversed()
            .thenComparing(BY_NAME);
    private static final Fields<ModelVersion> ORDERS = new Fields<ModelVersion>()
            .text("name", ModelVersion::model)
            .number("version_number", ModelVersion::number)
            .number("creation_timestamp", v -> v.createdAt().toEpochMilli())
            .number("last_updated_timestamp", v -> v.updatedAt().toEpochMilli());

    private final Registry registry;
    private final LoggedModels loggedModels;
    private final Models models;
    private final ModelJson json;
    private final ModelSources sources;
    private final Fields<ModelVersion> fields;

    public ModelVersionEndpoints(
            Registry registry, LoggedModels loggedModels, Tracking tracking, ObjectStore artifacts) {
        this.registry = registry;
        this.loggedModels = loggedModels;
        this.models = new Models(registry);
        this.json = new ModelJson(artifacts);
        this.sources = new ModelSources(registry, loggedModels, tracking, artifacts);
        this.fields = new Fields<ModelVersion>()
                .listed("name", ModelVersion::model)
                .listed("run_id", ModelVersion::runId)
                .text("source_path", json::source)
                .number("version_number", ModelVersion::number)
                .tags((v, key) -> PromptTag.value(v.tags(), key));
    }

    /** The endpoints by method and path. */
    public Map<String, Endpoint> endpoints() {
        return Map.of(
                "POST model-versions/create", this::create,
                "GET model-versions/get", call -> answer(call, models.requireVersion(call)),
                "PATCH model-versions/update", this::update,
                "DELETE model-versions/delete", this::delete,
                "GET model-versions/search", this::search,
                "GET model-versions/get-download-uri", this::downloadUri,
                "POST model-versions/transition-stage", this::transition,
                "POST model-versions/set-tag", this::setTag,
                "DELETE model-versions/delete-tag", this::deleteTag);
    }

    private ObjectNode answer(Call call, ModelVersion version) {
        ObjectNode answer = Json.object();
        answer.set("model_version", json.version(version, models.require(call)));
        return answer;
    }

    private ObjectNode create(Call call) {
        RegisteredModel model = models.require(call);
        Map<String, String> tags = Tags.read(call.parameters(), "tags", Limits::registryTagValue);
        ModelSources.Resolved source = sources.resolve(call, PromptTag.isPrompt(tags));
        ModelVersion draft = new ModelVersion(
                call.workspace(),
                model.name(),
                0,
                "",
                source.runId(),
                "",
                "{}",
                ModelCard.EMPTY,
                VersionStatus.CANDIDATE,
                tags,
                call.now(),
                call.now(),
                call.request().principal(),
                source.origin(),
                call.parameters().textOrEmpty("description"),
                List.of());
        ModelVersion version = registry.createVersion(draft, Models.change(call));
        call.parameters().text("model_id").ifPresent(id -> tellLoggedModel(call, id, version));
        return answer(call, version);
    }

    private void tellLoggedModel(Call call, String id, ModelVersion version) {
        loggedModels.find(call.workspace(), id).ifPresent(model -> {
            String list = ModelVersionsTag.with(model.tags().get(ModelVersionsTag.KEY), version);
            loggedModels.setTags(call.workspace(), id, Map.of(ModelVersionsTag.KEY, list));
        });
    }

    private ObjectNode update(Call call) {
        ModelVersion version = models.requireVersion(call);
        String description = call.parameters().textOrEmpty("description");
        registry.describeVersion(call.workspace(), version.model(), version.number(), description, Models.change(call));
        return answer(call, models.requireVersion(call));
    }

    private ObjectNode delete(Call call) {
        ModelVersion version = models.requireVersion(call);
        registry.deleteVersion(call.workspace(), version.model(), version.number(), Models.change(call));
        return Json.object();
    }

    private ObjectNode search(Call call) {
        Pages page = Pages.of(call.parameters(), MOST, MOST);
        String text = call.parameters().textOrEmpty("filter");
        Filter<ModelVersion> filter = Filter.parse(text, fields);
        Predicate<Map<String, String>> shown = PromptTag.shown(text);
        List<String> clauses = call.parameters().texts("order_by");
        List<ModelVersion> found = names(call.workspace(), filter).stream()
                .flatMap(name -> registry.versions(call.workspace(), name).stream())
                .filter(version -> shown.test(version.tags()) && filter.matches(version))
                .sorted(Order.parse(clauses, ORDERS, clauses.isEmpty() ? USUAL_ORDER : BY_NAME))
                .toList();
        return page.write("model_versions", found, json::version);
    }

    private List<String> names(Workspace workspace, Filter<ModelVersion> filter) {
        List<String> asked = filter.only("name");
        return asked == null
                ? registry.models(workspace).stream().map(RegisteredModel::name).toList()
                : asked.stream().distinct().toList();
    }

    private ObjectNode downloadUri(Call call) {
        return Json.object().put("artifact_uri", json.downloadUri(models.requireVersion(call)));
    }

    private ObjectNode transition(Call call) {
        String stage = Stages.named(call.parameters().required("stage"));
        boolean archive = call.parameters().truth("archive_existing_versions").orElse(false);
        if (archive && !Stages.active(stage)) {
            throw MlflowErrors.invalid("Model version transition cannot archive existing model versions because '"
                    + stage + "' is not an Active stage. Valid stages are ['Staging', 'Production']");
        }
        ModelVersion version = models.requireVersion(call);
        if (archive) {
            registry.replaceStatus(
                    call.workspace(), version.model(), version.number(), Stages.status(stage), Models.change(call));
        } else {
            Stages.statusFor(stage, version.status())
                    .ifPresent(status -> registry.changeStatus(
                            call.workspace(), version.model(), version.number(), status, Models.change(call)));
        }
        return answer(call, models.requireVersion(call));
    }

    private ObjectNode setTag(Call call) {
        String key = Models.tagKey(call.parameters());
        String value = Models.tagValue(call.parameters());
        ModelVersion version = models.requireVersion(call);
        registry.tagVersion(call.workspace(), version.model(), version.number(), key, value, Models.change(call));
        return Json.object();
    }

    private ObjectNode deleteTag(Call call) {
        String key = Models.tagKey(call.parameters());
        ModelVersion version = models.requireVersion(call);
        registry.tagVersion(call.workspace(), version.model(), version.number(), key, null, Models.change(call));
        return Json.object();
    }
}
