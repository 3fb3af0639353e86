package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.RegisteredModel;
import dev.tidemill.core.registry.RegistryEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;

/** How models, versions, aliases and events lie in the registry table. */
final class RegistryItems {
    static final String MODEL = "model";
    static final String VERSIONS = "version#";
    static final String EVENTS = "event#";
    private static final long FORMAT = 1;

    private RegistryItems() {}

    /**
     * A model as stored.
     *
     * @param revision counts the changes; 0 when there is no such model
     * @param lastEventId empty when there is no such model
     */
    record State(RegisteredModel model, long revision, String lastEventId) {
        static State absent(Workspace workspace, String name) {
            return new State(
                    new RegisteredModel(workspace, name, "", 0, Map.of(), Map.of(), Instant.EPOCH, Instant.EPOCH),
                    0,
                    "");
        }

        boolean exists() {
            return revision > 0;
        }
    }

    static String pk(Workspace workspace, String model) {
        return workspace.name() + "#" + model;
    }

    static String listPk(Workspace workspace) {
        return workspace.name() + "#models";
    }

    static String versionSk(int number) {
        return String.format(Locale.ROOT, "%s%010d", VERSIONS, number);
    }

    static String aliasSk(String alias) {
        return "alias#" + alias;
    }

    static String executionSk(String executionId) {
        return "execution#" + executionId;
    }

    static EnhancedDocument write(State state) {
        RegisteredModel model = state.model();
        Map<String, String> aliases = new HashMap<>();
        model.aliases().forEach((alias, number) -> aliases.put(alias, number.toString()));
        return new ItemWriter(pk(model.workspace(), model.name()), MODEL)
                .listed(listPk(model.workspace()), model.name())
                .number("format", FORMAT)
                .text("workspace", model.workspace().name())
                .text("name", model.name())
                .text("description", model.description())
                .number("latestVersion", model.latestVersion())
                .texts("aliases", aliases)
                .texts("tags", model.tags())
                .instant("createdAt", model.createdAt())
                .instant("updatedAt", model.updatedAt())
                .number("revision", state.revision())
                .text("lastEventId", state.lastEventId())
                .build();
    }

    static State readModel(ItemReader item) {
        item.format(FORMAT);
        Map<String, Integer> aliases = new HashMap<>();
        item.textMap("aliases").forEach((alias, number) -> aliases.put(alias, Integer.valueOf(number)));
        return new State(
                new RegisteredModel(
                        new Workspace(item.text("workspace")),
                        item.text("name"),
                        item.text("description"),
                        (int) item.number("latestVersion"),
                        aliases,
                        item.textMap("tags"),
                        item.instant("createdAt"),
                        item.instant("updatedAt")),
                item.number("revision"),
                item.text("lastEventId"));
    }

    static EnhancedDocument write(ModelVersion version) {
        return new ItemWriter(pk(version.workspace(), version.model()), versionSk(version.number()))
                .number("format", FORMAT)
                .text("workspace", version.workspace().name())
                .text("model", version.model())
                .number("number", version.number())
                .text("executionId", version.executionId())
                .text("runId", version.runId())
                .text("bundleKey", version.bundleKey())
                .text("manifest", version.manifest())
                .text("card", version.card())
                .text("status", version.status())
                .texts("tags", version.tags())
                .instant("createdAt", version.createdAt())
                .instant("updatedAt", version.updatedAt())
                .text("createdBy", version.createdBy())
                .build();
    }

    static ModelVersion readVersion(ItemReader item) {
        item.format(FORMAT);
        return new ModelVersion(
                new Workspace(item.text("workspace")),
                item.text("model"),
                (int) item.number("number"),
                item.text("executionId"),
                item.text("runId"),
                item.text("bundleKey"),
                item.text("manifest"),
                item.text("card"),
                item.text("status"),
                item.textMap("tags"),
                item.instant("createdAt"),
                item.instant("updatedAt"),
                item.optionalText("createdBy"));
    }

    static EnhancedDocument writeExecution(ModelVersion version) {
        return new ItemWriter(pk(version.workspace(), version.model()), executionSk(version.executionId()))
                .number("version", version.number())
                .build();
    }

    /** The item of an alias; without a version it says that the alias was removed. */
    static EnhancedDocument writeAlias(RegisteredModel model, String alias, @Nullable Integer number) {
        return new ItemWriter(pk(model.workspace(), model.name()), aliasSk(alias))
                .number("version", number)
                .build();
    }

    static Optional<Integer> aliasVersion(ItemReader item) {
        return Optional.ofNullable(item.optionalNumber("version")).map(Long::intValue);
    }

    static EnhancedDocument write(Workspace workspace, RegistryEvent event) {
        return new ItemWriter(pk(workspace, event.model()), EVENTS + event.id())
                .number("format", FORMAT)
                .text("id", event.id())
                .text("model", event.model())
                .text("type", event.type())
                .number("version", event.version())
                .text("alias", event.alias())
                .text("who", event.who())
                .text("why", event.why())
                .text("request", event.request())
                .instant("time", event.time())
                .text("before", event.before())
                .text("after", event.after())
                .build();
    }

    static RegistryEvent readEvent(ItemReader item) {
        item.format(FORMAT);
        Long version = item.optionalNumber("version");
        return new RegistryEvent(
                item.text("id"),
                item.text("model"),
                item.text("type"),
                version == null ? null : version.intValue(),
                item.optionalText("alias"),
                item.text("who"),
                item.text("why"),
                item.text("request"),
                item.instant("time"),
                item.optionalText("before"),
                item.optionalText("after"));
    }
}
