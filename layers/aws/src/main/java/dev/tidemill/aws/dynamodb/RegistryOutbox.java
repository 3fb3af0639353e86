package dev.tidemill.aws.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.event.Event;
import dev.tidemill.core.registry.EventTypes;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Registry.Change;
import dev.tidemill.core.registry.RegistryEvent;
import dev.tidemill.core.registry.RegistryWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the world is told of a change of a model: that a version was registered, that an alias moved; and, as
 * {@code RegistryChanged}, what webhooks can be told of.
 */
final class RegistryOutbox {
    private static final int EVENT_VERSION = 1;

    private RegistryOutbox() {}

    static List<Table.Write> writes(Workspace workspace, String modelId, RegistryWork work) {
        List<Table.Write> writes = new ArrayList<>();
        for (RegistryEvent event : work.events()) {
            RegistryWebhooks.detail(work, event)
                    .ifPresent(detail -> writes.add(write(workspace, modelId, work, event, "RegistryChanged", detail)));
            switch (event.type()) {
                case EventTypes.VERSION_CREATED, EventTypes.VERSION_IMPORTED ->
                    writes.add(write(workspace, modelId, work, event, "ModelRegistered", registered(work, event)));
                case EventTypes.ALIAS_MOVED ->
                    writes.add(write(workspace, modelId, work, event, "AliasMoved", moved(event)));
                default -> {
                    // Nobody has asked to be told of the rest.
                }
            }
        }
        return writes;
    }

    private static Table.Write write(
            Workspace workspace,
            String modelId,
            RegistryWork work,
            RegistryEvent event,
            String type,
            ObjectNode detail) {
        Change change = work.change();
        change.told().forEach(detail::put);
        String id = Json.hash(
                Map.of("workspace", workspace.name(), "type", type, "model", modelId, "registryEvent", event.id()));
        Event told = new Event(
                id,
                type,
                EVENT_VERSION,
                event.time(),
                workspace,
                version(work, event)
                        .map(version -> version.tags().getOrDefault("tidemill.project", ""))
                        .orElse(""),
                event.model(),
                change.request(),
                change.causes(),
                detail.toString());
        return new Table.Write(OutboxItems.write(told, event.time()), null);
    }

    private static Optional<ModelVersion> version(RegistryWork work, RegistryEvent event) {
        Integer number = event.version();
        return number == null ? Optional.empty() : work.find(number);
    }

    private static ObjectNode registered(RegistryWork work, RegistryEvent event) {
        ObjectNode detail = Json.object().put("model", event.model()).put("version", event.version());
        version(work, event).ifPresent(version -> {
            detail.put("origin", version.trained() ? "trained" : "imported");
            if (version.tags().containsKey("tidemill.decision")) {
                detail.put("decision", version.tags().get("tidemill.decision"));
            }
            if (!version.executionId().isEmpty()) {
                detail.put("executionId", version.executionId());
            }
        });
        return detail;
    }

    private static ObjectNode moved(RegistryEvent event) {
        String field = RegistryEvent.aliasField(String.valueOf(event.alias()));
        ObjectNode detail = Json.object()
                .put("model", event.model())
                .put("alias", event.alias())
                .put("version", event.version());
        String before = event.before().get(field);
        if (before != null) {
            detail.put("previousVersion", Integer.parseInt(before));
        }
        return detail;
    }
}
