package dev.tidemill.trackingapi.model;

import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.RegisteredModel;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.registry.Registry.Change;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the models and versions that requests name. */
final class Models {
    private final Registry registry;

    Models(Registry registry) {
        this.registry = registry;
    }

    RegisteredModel require(Call call) {
        String name = call.parameters().required("name");
        return registry.model(call.workspace(), name)
                .orElseThrow(() -> MlflowErrors.absent("Registered Model with name=" + name + " not found"));
    }

    ModelVersion requireVersion(Call call) {
        String name = call.parameters().required("name");
        int number = number(call.parameters());
        return registry.version(call.workspace(), name, number)
                .orElseThrow(() ->
                        MlflowErrors.absent("Model Version (name=" + name + ", version=" + number + ") not found"));
    }

    static int number(Parameters parameters) {
        long number = parameters.requiredNumber("version");
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw Parameters.invalid("version", number, "Value must be a version's number.");
        }
        return (int) number;
    }

    /** The newest version of each stage. */
    List<ModelVersion> latest(RegisteredModel model) {
        Map<String, ModelVersion> newest = new TreeMap<>();
        for (ModelVersion version : registry.versions(model.workspace(), model.name())) {
            newest.putIfAbsent(ModelJson.stage(version), version);
        }
        return new ArrayList<>(newest.values());
    }

    static Change change(Call call) {
        return new Change(call.request().principal(), "", call.request().correlationId(), call.now());
    }
}
