package dev.tidemill.lifecycleapi.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.access.Permissions;
import dev.tidemill.core.registry.Approval;
import dev.tidemill.core.registry.ModelCard;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Origin;
import dev.tidemill.core.registry.RegisteredModel;
import dev.tidemill.core.registry.RegistryEvent;
import dev.tidemill.core.registry.VersionStatus;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Registered models as JSON. */
final class ModelJson {
    private ModelJson() {}

    static ObjectNode model(RegisteredModel model) {
        ObjectNode json = Json.object();
        json.put("name", model.name());
        json.put("description", model.description());
        json.put("latestVersion", model.latestVersion());
        json.set("aliases", Json.tree(model.aliases()));
        json.set("guardedAliases", Json.tree(new TreeSet<>(model.guardedAliases())));
        ObjectNode rules = json.putObject("rules");
        new TreeMap<>(model.rules()).forEach((alias, rule) -> rules.put(alias, rule.word()));
        json.set("tags", Json.tree(model.tags()));
        json.put("createdAt", model.createdAt().toString());
        json.put("updatedAt", model.updatedAt().toString());
        return json;
    }

    /** A version without what is long. */
    static ObjectNode brief(ModelVersion version) {
        ObjectNode json = Json.object();
        json.put("model", version.model());
        json.put("version", version.number());
        json.put("executionId", version.executionId());
        json.put("runId", version.runId());
        json.put("status", version.status().text());
        json.put("origin", version.trained() ? "trained" : "imported");
        json.put("recorded", version.missing().isEmpty());
        json.set("missing", Json.tree(List.copyOf(version.missing().keySet())));
        json.set("tags", Json.tree(version.tags()));
        json.put("createdAt", version.createdAt().toString());
        json.put("createdBy", version.createdBy());
        json.put("updatedAt", version.updatedAt().toString());
        return json;
    }

    static ObjectNode whole(ModelVersion version) {
        ObjectNode json = review(version);
        json.put("description", version.description());
        json.put("bundleKey", version.bundleKey());
        json.set("manifest", Json.parse(version.manifest()));
        json.put("card", version.card().markdown());
        imported(json, version);
        return json;
    }

    /** Adds what is recorded of an imported version, and what its record lacks and why; nothing of another. */
    private static void imported(ObjectNode json, ModelVersion version) {
        if (version.origin() instanceof Origin.Imported imported) {
            ObjectNode told = json.putObject("imported")
                    .put("source", imported.source())
                    .put("storageLocation", imported.storageLocation())
                    .put("runLink", imported.runLink())
                    .put("loggedModel", imported.loggedModel())
                    .put("signature", imported.signature())
                    .put("sha256", imported.sha256())
                    .put("owner", imported.owner());
            ObjectNode facts = told.putObject("facts");
            new TreeMap<>(imported.facts()).forEach((name, value) -> {
                if (!name.startsWith(Origin.Imported.WHY)) {
                    facts.put(name, value);
                }
            });
            ObjectNode missing = told.putObject("missing");
            imported.missing().forEach(missing::put);
        }
    }

    /** A version with who approved it, and what its status can become by which role. */
    static ObjectNode review(ModelVersion version) {
        ObjectNode json = brief(version);
        ArrayNode approvals = json.putArray("approvals");
        for (Approval approval : version.approvals()) {
            approvals
                    .addObject()
                    .put("who", approval.who())
                    .put("why", approval.why())
                    .put("time", approval.time().toString());
        }
        ObjectNode next = json.putObject("nextStatus");
        for (VersionStatus status : new TreeSet<>(version.status().next().keySet())) {
            version.status().needed(status).ifPresent(role -> next.put(status.text(), Permissions.word(role)));
        }
        return json;
    }

    static ObjectNode card(ModelVersion version) {
        ModelCard card = version.card();
        ObjectNode json = Json.object()
                .put("model", version.model())
                .put("version", version.number())
                .put("markdown", card.markdown())
                .put("intendedUse", card.intendedUse())
                .put("data", card.data())
                .put("metrics", card.metrics())
                .put("limits", card.limits())
                .put("owner", card.owner())
                .put("origin", version.trained() ? "trained" : "imported")
                .put("recorded", version.missing().isEmpty());
        imported(json, version);
        return json;
    }

    static ObjectNode event(RegistryEvent event) {
        ObjectNode json = Json.object();
        json.put("id", event.id());
        json.put("type", event.type());
        json.put("model", event.model());
        json.put("version", event.version());
        json.put("alias", event.alias());
        json.put("who", event.who());
        json.put("why", event.why());
        json.put("request", event.request());
        json.put("time", event.time().toString());
        json.set("before", Json.tree(new TreeMap<>(event.before())));
        json.set("after", Json.tree(new TreeMap<>(event.after())));
        return json;
    }
}
