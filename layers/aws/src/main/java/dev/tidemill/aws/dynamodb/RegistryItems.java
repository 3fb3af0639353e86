package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.NameBindings;
import dev.tidemill.core.registry.NameBindings.Binding;
import dev.tidemill.core.registry.RegisteredModel;
import dev.tidemill.core.registry.RegistryEvent;
import dev.tidemill.core.registry.RegistryFields;
import dev.tidemill.core.registry.RegistryState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;

/**
 * How models, versions, names and events lie in the registry table. Format 2: a model's items share a partition of its
 * own id, to which the record of its name leads. Format 1 had the name for an id, a field for each attribute, and events
 * that did not say all that they changed; it is read, and rewritten where it changes.
 */
final class RegistryItems {
    static final String MODEL = "model";
    static final String NAME = "name";
    static final String VERSIONS = "version#";
    static final String EVENTS = "event#";
    private static final long FORMAT = 2;
    private static final long FIRST_FORMAT = 1;
    private static final String SEPARATOR = " ";

    private RegistryItems() {}

    /** The id of a new model; the names of models that have their name for an id hold no {@code #}. */
    static String newId(String ulid) {
        return ".model#" + ulid;
    }

    static String pk(Workspace workspace, String modelId) {
        return workspace.name() + "#" + modelId;
    }

    static String namePk(Workspace workspace, String name) {
        return workspace.name() + "#.name#" + name;
    }

    static String listPk(Workspace workspace) {
        return workspace.name() + "#models";
    }

    static String versionSk(int number) {
        return String.format(Locale.ROOT, "%s%010d", VERSIONS, number);
    }

    static String executionSk(String executionId) {
        return "execution#" + executionId;
    }

    /**
     * Which models have borne a name, as stored.
     *
     * @param revision counts the changes; 0 when nothing is stored
     */
    record Name(NameBindings bindings, long revision) {}

    static EnhancedDocument writeName(Workspace workspace, String name, Name bound) {
        List<String> bindings = new ArrayList<>();
        for (Binding binding : bound.bindings().bindings()) {
            Instant until = binding.until();
            bindings.add(binding.from() + SEPARATOR + (until == null ? "" : until) + SEPARATOR + binding.modelId());
        }
        return new ItemWriter(namePk(workspace, name), NAME)
                .number("format", FORMAT)
                .texts("bindings", bindings)
                .number("revision", bound.revision())
                .build();
    }

    static Name readName(ItemReader item) {
        item.format(FORMAT);
        List<Binding> bindings = new ArrayList<>();
        for (String text : item.texts("bindings")) {
            String[] parts = text.split(SEPARATOR, 3);
            Instant until = parts[1].isEmpty() ? null : Instant.parse(parts[1]);
            bindings.add(new Binding(parts[2], Instant.parse(parts[0]), until));
        }
        return new Name(new NameBindings(bindings), item.number("revision"));
    }

    static EnhancedDocument writeModel(Workspace workspace, String modelId, RegistryState state) {
        ItemWriter item = new ItemWriter(pk(workspace, modelId), MODEL)
                .number("format", FORMAT)
                .text("workspace", workspace.name())
                .texts("fields", state.model())
                .number("revision", state.revision())
                .text("lastEventId", state.lastEventId())
                .instant("lastEventTime", state.lastEventTime());
        if (state.exists()) {
            item.listed(listPk(workspace), RegistryFields.name(state.model()));
        }
        return item.build();
    }

    static RegistryState readModel(ItemReader item) {
        if (item.format() == FIRST_FORMAT) {
            return new RegistryState(
                    RegistryFields.of(firstModel(item)),
                    item.number("revision"),
                    item.text("lastEventId"),
                    item.instant("updatedAt"));
        }
        item.format(FORMAT);
        return new RegistryState(
                item.textMap("fields"),
                item.number("revision"),
                item.text("lastEventId"),
                item.instant("lastEventTime"));
    }

    private static RegisteredModel firstModel(ItemReader item) {
        Map<String, Integer> aliases = new HashMap<>();
        item.textMap("aliases").forEach((alias, number) -> aliases.put(alias, Integer.valueOf(number)));
        return new RegisteredModel(
                new Workspace(item.text("workspace")),
                item.text("name"),
                item.text("description"),
                (int) item.number("latestVersion"),
                aliases,
                item.textMap("tags"),
                item.instant("createdAt"),
                item.instant("updatedAt"));
    }

    static EnhancedDocument writeVersion(Workspace workspace, String modelId, int number, Map<String, String> fields) {
        return new ItemWriter(pk(workspace, modelId), versionSk(number))
                .number("format", FORMAT)
                .number("number", number)
                .texts("fields", fields)
                .build();
    }

    static int readNumber(ItemReader item) {
        return (int) item.number("number");
    }

    static Map<String, String> readVersion(ItemReader item) {
        if (item.format() == FIRST_FORMAT) {
            return RegistryFields.of(new ModelVersion(
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
                    item.optionalText("createdBy")));
        }
        return item.format(FORMAT).textMap("fields");
    }

    static EnhancedDocument writeExecution(Workspace workspace, String modelId, String executionId, int number) {
        return new ItemWriter(pk(workspace, modelId), executionSk(executionId))
                .number("version", number)
                .build();
    }

    static EnhancedDocument writeEvent(Workspace workspace, String modelId, RegistryEvent event) {
        ItemWriter item = new ItemWriter(pk(workspace, modelId), EVENTS + event.id())
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
                .texts("changedFrom", event.before())
                .texts("changedTo", event.after());
        Map<String, Integer> aliases = event.aliases();
        if (aliases != null) {
            Map<String, String> texts = new HashMap<>();
            aliases.forEach((alias, number) -> texts.put(alias, number.toString()));
            item.texts("aliases", texts);
        }
        return item.build();
    }

    static RegistryEvent readEvent(ItemReader item) {
        boolean first = item.format() == FIRST_FORMAT;
        String alias = item.optionalText("alias");
        Long version = item.optionalNumber("version");
        return new RegistryEvent(
                item.text("id"),
                item.text("model"),
                item.text("type"),
                version == null ? null : version.intValue(),
                alias,
                item.text("who"),
                item.text("why"),
                item.text("request"),
                item.instant("time"),
                first ? firstChange(alias, item.optionalText("before")) : item.textMap("changedFrom"),
                first
                        ? firstChange(alias, item.optionalText("after"))
                        : item.format(FORMAT).textMap("changedTo"),
                first ? null : aliases(item.textMap("aliases")));
    }

    private static Map<String, Integer> aliases(Map<String, String> texts) {
        Map<String, Integer> aliases = new HashMap<>();
        texts.forEach((alias, number) -> aliases.put(alias, Integer.valueOf(number)));
        return aliases;
    }

    private static Map<String, String> firstChange(@Nullable String alias, @Nullable String text) {
        if (text == null) {
            return Map.of();
        }
        return Map.of(alias == null ? "version" : RegistryEvent.aliasField(alias), text);
    }
}
