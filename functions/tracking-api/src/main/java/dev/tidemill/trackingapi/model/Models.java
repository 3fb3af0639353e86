package dev.tidemill.trackingapi.model;

import dev.tidemill.core.access.Role;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.RegisteredModel;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.registry.Registry.Change;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.Limits;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Finds the models and versions that requests name. */
final class Models {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern NUMBER = Pattern.compile("\\+?0*[0-9]{1,9}");

    private final Registry registry;

    Models(Registry registry) {
        this.registry = registry;
    }

    RegisteredModel require(Call call) {
        String name = ModelNames.model(call.parameters(), "name");
        return registry.model(call.workspace(), name)
                .orElseThrow(() -> MlflowErrors.absent("Registered Model with name=" + name + " not found"));
    }

    ModelVersion requireVersion(Call call) {
        String name = ModelNames.model(call.parameters(), "name");
        String version = call.parameters().required("version");
        if (!INTEGER.matcher(version).matches()) {
            throw MlflowErrors.invalid("Parameter 'version' must be an integer, got '" + version + "'.");
        }
        return (NUMBER.matcher(version).matches()
                        ? registry.version(call.workspace(), name, Integer.parseInt(version))
                        : Optional.<ModelVersion>empty())
                .orElseThrow(() ->
                        MlflowErrors.absent("Model Version (name=" + name + ", version=" + version + ") not found"));
    }

    /** The newest version of each stage, newest first. */
    List<ModelVersion> latest(RegisteredModel model) {
        Map<String, ModelVersion> newest = new TreeMap<>();
        for (ModelVersion version : registry.versions(model.workspace(), model.name())) {
            newest.putIfAbsent(Stages.of(version.status()), version);
        }
        return new ArrayList<>(newest.values());
    }

    static Change change(Call call) {
        Change change =
                new Change(call.request().principal(), "", call.request().correlationId(), call.now());
        Role role = call.request().caller().role();
        return role == null ? change : change.as(role);
    }

    /** The key of a tag that is set or deleted. */
    static String tagKey(Parameters parameters) {
        return Limits.tagKey(parameters);
    }

    static String tagValue(Parameters parameters) {
        return Limits.registryTagValue(parameters.textOrEmpty("value"));
    }
}
