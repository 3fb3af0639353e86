package dev.tidemill.core.registry;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.registry.Registry.Change;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** A version on its way from one workspace to another. */
final class VersionTransfer {
    private static final int MOST_EVENTS = RegistryWork.MOST_EVENTS - 2;

    private VersionTransfer() {}

    static VersionExport export(Registry registry, Workspace workspace, String model, int number) {
        ModelVersion version = registry.version(workspace, model, number)
                .orElseThrow(() -> new ProblemException(
                        "NO_SUCH_VERSION", "Model '" + model + "' has no version " + number + "."));
        List<RegistryEvent> events = registry.history(workspace, model).stream()
                .filter(event -> Objects.equals(event.version(), number))
                .toList();
        return new VersionExport(
                VersionExport.FORMAT, workspace.name(), model, number, RegistryFields.of(version), events);
    }

    /** The fields of the version that is to be: a candidate, made by whom it was made by. */
    static Map<String, String> fields(VersionExport exported, String bundleKey, Change change) {
        if (exported.format() != VersionExport.FORMAT) {
            throw new ProblemException(
                    "UNKNOWN_FORMAT",
                    "The exported version's format is unknown.",
                    List.of(new Problem.Detail(
                            "format", Integer.toString(exported.format()), Integer.toString(VersionExport.FORMAT))));
        }
        if (exported.events().size() > MOST_EVENTS) {
            throw new ProblemException(
                    "HISTORY_TOO_LONG",
                    "The exported version has " + exported.events().size() + " events: expected at most " + MOST_EVENTS
                            + ".");
        }
        Map<String, String> fields = new HashMap<>(exported.fields());
        if (bundleKey.isEmpty()) {
            fields.remove("bundleKey");
        } else {
            fields.put("bundleKey", bundleKey);
        }
        fields.put(RegistryFields.STATUS, VersionStatus.CANDIDATE.text());
        fields.put(RegistryFields.UPDATED_AT, change.time().toString());
        fields.keySet().removeIf(field -> field.startsWith(RegistryFields.APPROVAL));
        fields.put(
                RegistryFields.TAG + "tidemill.importedFrom",
                exported.workspace() + "/" + exported.model() + "/" + exported.number());
        return fields;
    }

    /** Tells each event as fields that no fold reads. */
    static void replay(VersionExport exported, Consumer<Map<String, String>> sink) {
        for (RegistryEvent event : exported.events()) {
            Map<String, String> told = new HashMap<>();
            told.put("source.workspace", exported.workspace());
            told.put("source.model", event.model());
            told.put("source.version", Integer.toString(exported.number()));
            told.put("source.id", event.id());
            told.put("source.type", event.type());
            told.put("source.who", event.who());
            told.put("source.why", event.why());
            told.put("source.request", event.request());
            told.put("source.time", event.time().toString());
            event.before().forEach((field, value) -> told.put("source.before." + field, value));
            event.after().forEach((field, value) -> told.put("source.after." + field, value));
            sink.accept(told);
        }
    }
}
