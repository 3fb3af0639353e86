package dev.tidemill.trainer;

import dev.tidemill.contract.Json;
import dev.tidemill.contract.model.ModelManifest;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.learning.ModelBundle;
import java.util.Optional;

/** Champions of the registry, whose bundles lie in the artifacts store. */
final class RegisteredChampions implements Champions {
    private final Registry registry;
    private final ObjectStore artifacts;

    RegisteredChampions(Registry registry, ObjectStore artifacts) {
        this.registry = registry;
        this.artifacts = artifacts;
    }

    @Override
    public Optional<Champion> find(Workspace workspace, String model) {
        return registry.byAlias(workspace, model, "champion").map(this::load);
    }

    private Champion load(ModelVersion version) {
        ModelManifest manifest = Json.read(version.manifest(), ModelManifest.class);
        return new Champion(version.number(), manifest.cutOff(), ModelBundle.load(artifacts, version));
    }
}
