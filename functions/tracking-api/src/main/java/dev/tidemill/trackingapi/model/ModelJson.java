package dev.tidemill.trackingapi.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Origin;
import dev.tidemill.core.registry.RegisteredModel;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.trackingapi.wire.Tags;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Registered models and versions as MLflow writes them. */
final class ModelJson {
    private final ObjectStore artifacts;

    ModelJson(ObjectStore artifacts) {
        this.artifacts = artifacts;
    }

    ObjectNode model(RegisteredModel model, List<ModelVersion> latest) {
        ObjectNode json = Json.object()
                .put("name", model.name())
                .put("creation_timestamp", model.createdAt().toEpochMilli())
                .put("last_updated_timestamp", model.updatedAt().toEpochMilli());
        if (!model.description().isEmpty()) {
            json.put("description", model.description());
        }
        if (!latest.isEmpty()) {
            ArrayNode versions = json.putArray("latest_versions");
            latest.forEach(version -> versions.add(version(version)));
        }
        if (!model.tags().isEmpty()) {
            Tags.write(json.putArray("tags"), model.tags());
        }
        if (!model.aliases().isEmpty()) {
            ArrayNode aliases = json.putArray("aliases");
            new TreeMap<>(model.aliases())
                    .forEach((alias, number) ->
                            aliases.addObject().put("alias", alias).put("version", Integer.toString(number)));
        }
        return json;
    }

    /** A version without its aliases, as searches give it. */
    ObjectNode version(ModelVersion version) {
        ObjectNode json = Json.object()
                .put("name", version.model())
                .put("version", Integer.toString(version.number()))
                .put("creation_timestamp", version.createdAt().toEpochMilli())
                .put("last_updated_timestamp", version.updatedAt().toEpochMilli())
                .put("current_stage", Stages.of(version.status()));
        if (version.createdBy() != null) {
            json.put("user_id", version.createdBy());
        }
        // Empty rather than left out: clients take a description that is left out for None.
        json.put("description", version.description().isEmpty() ? version.card().markdown() : version.description());
        text(json, "source", source(version));
        text(json, "run_id", version.runId());
        if (version.origin() instanceof Origin.Imported imported) {
            text(json, "run_link", imported.runLink());
            text(json, "model_id", imported.loggedModel());
        }
        json.put("status", "READY");
        if (!version.tags().isEmpty()) {
            Tags.write(json.putArray("tags"), version.tags());
        }
        return json;
    }

    private static void text(ObjectNode json, String field, String value) {
        if (!value.isEmpty()) {
            json.put(field, value);
        }
    }

    /** A version with its aliases. */
    ObjectNode version(ModelVersion version, RegisteredModel model) {
        ObjectNode json = version(version);
        List<String> aliases = model.aliases().entrySet().stream()
                .filter(alias -> alias.getValue() == version.number())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (!aliases.isEmpty()) {
            ArrayNode array = json.putArray("aliases");
            aliases.forEach(array::add);
        }
        return json;
    }

    /** The address that the version was registered with; empty when it has none. */
    String source(ModelVersion version) {
        return version.origin() instanceof Origin.Imported imported
                ? imported.source()
                : artifacts.uri(version.bundleKey()).toString();
    }

    /** The address of the version's files. */
    String downloadUri(ModelVersion version) {
        return version.origin() instanceof Origin.Imported imported
                        && !imported.storageLocation().isEmpty()
                ? imported.storageLocation()
                : source(version);
    }
}
