package dev.tidemill.trackingapi.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Calls under {@code model-versions}. */
public final class ModelVersionEndpoints {
    private static final int MOST = 200_000;
    private static final Comparator<ModelVersion> USUAL_ORDER = Comparator.comparing(ModelVersion::updatedAt)
            .reversed()
            .thenComparing(ModelVersion::model)
            .thenComparing(Comparator.comparingInt(ModelVersion::number).reversed());

    private final Registry registry;
    private final Models models;
    private final ModelJson json;
    private final Fields<ModelVersion> fields;

    public ModelVersionEndpoints(Registry registry, ObjectStore artifacts) {
        this.registry = registry;
        this.models = new Models(registry);
        this.json = new ModelJson(artifacts);
        this.fields = new Fields<ModelVersion>()
                .text("name", ModelVersion::model)
                .listed("run_id", ModelVersion::runId)
                .text("source_path", json::source)
                .number("version_number", ModelVersion::number)
                .number("creation_timestamp", v -> v.createdAt().toEpochMilli())
                .number("last_updated_timestamp", v -> v.updatedAt().toEpochMilli())
                .tags((v, key) -> PromptTag.value(v.tags(), key));
    }

    /** The endpoints by method and path. */
    public Map<String, Endpoint> endpoints() {
        return Map.of(
                "GET model-versions/get", this::get,
                "GET model-versions/search", this::search,
                "GET model-versions/get-download-uri", this::downloadUri,
                "POST model-versions/set-tag", this::setTag);
    }

    private ObjectNode get(Call call) {
        ModelVersion version = models.requireVersion(call);
        ObjectNode answer = Json.object();
        answer.set("model_version", json.version(version, models.require(call)));
        return answer;
    }

    private ObjectNode search(Call call) {
        Pages page = Pages.of(call.parameters(), MOST, MOST);
        Filter<ModelVersion> filter = Filter.parse(call.parameters().textOrEmpty("filter"), fields);
        List<ModelVersion> found = names(call.workspace(), filter).stream()
                .flatMap(name -> registry.versions(call.workspace(), name).stream())
                .filter(filter::matches)
                .sorted(Order.parse(call.parameters().texts("order_by"), fields, USUAL_ORDER))
                .toList();
        return page.write("model_versions", found, json::version);
    }

    private List<String> names(Workspace workspace, Filter<ModelVersion> filter) {
        List<String> asked = filter.only("name");
        return asked == null
                ? registry.models(workspace).stream().map(RegisteredModel::name).toList()
                : asked;
    }

    private ObjectNode downloadUri(Call call) {
        return Json.object().put("artifact_uri", json.source(models.requireVersion(call)));
    }

    private ObjectNode setTag(Call call) {
        ModelVersion version = models.requireVersion(call);
        String key = Limits.key("tag", call.parameters().required("key"));
        String value = Limits.registryTagValue(call.parameters().textOrEmpty("value"));
        registry.tagVersion(call.workspace(), version.model(), version.number(), key, value, Models.change(call));
        return Json.object();
    }
}
