package dev.tidemill.trackingapi.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.RegisteredModel;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.Endpoint;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import java.util.Locale;
import java.util.Map;

/** Calls at {@code registered-models/alias}. */
public final class AliasEndpoints {
    private final Registry registry;
    private final Models models;
    private final ModelJson json;

    public AliasEndpoints(Registry registry, ObjectStore artifacts) {
        this.registry = registry;
        this.models = new Models(registry);
        this.json = new ModelJson(artifacts);
    }

    /** The endpoints by method and path. */
    public Map<String, Endpoint> endpoints() {
        return Map.of(
                "POST registered-models/alias", this::set,
                "GET registered-models/alias", this::get,
                "DELETE registered-models/alias", this::delete);
    }

    private ObjectNode set(Call call) {
        String alias = ModelNames.newAlias(call.parameters().required("alias"));
        ModelVersion version = models.requireVersion(call);
        registry.moveAlias(call.workspace(), version.model(), alias, version.number(), Models.change(call));
        return Json.object();
    }

    private ObjectNode get(Call call) {
        String alias = ModelNames.alias(call.parameters().required("alias"));
        RegisteredModel model = models.require(call);
        ModelVersion version = alias.toLowerCase(Locale.ROOT).equals("latest")
                ? registry.versions(call.workspace(), model.name()).stream()
                        .findFirst()
                        .orElseThrow(
                                () -> MlflowErrors.absent("Latest version not found for model " + model.name() + "."))
                : registry.byAlias(call.workspace(), model.name(), alias)
                        .orElseThrow(() -> MlflowErrors.invalid("Registered model alias " + alias + " not found."));
        ObjectNode answer = Json.object();
        answer.set("model_version", json.version(version, model));
        return answer;
    }

    private ObjectNode delete(Call call) {
        String alias = ModelNames.alias(call.parameters().required("alias"));
        RegisteredModel model = models.require(call);
        registry.deleteAlias(call.workspace(), model.name(), alias, Models.change(call));
        return Json.object();
    }
}
