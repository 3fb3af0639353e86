package dev.tidemill.core.registry;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.registry.Registry.Change;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** A version on its way from one workspace to another. */
final class VersionTransfer {
    /** Most events of one change that hold history, beside those of a new model and its version. */
    private static final int MOST_PAGES = RegistryWork.MOST_EVENTS - 2;

    /** Of one event that holds history, and of all of them: a change is one transaction, and an event one item. */
    private static final int MOST_PAGE_BYTES = 300_000;

    private static final int MOST_BYTES = 3_000_000;

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

    /**
     * Tells the events as fields that no fold reads. Few are told one by one, as {@code source.type}; of a longer history
     * each telling is a page of events, as {@code source.0001.type}.
     */
    static void replay(VersionExport exported, Consumer<Map<String, String>> sink) {
        List<RegistryEvent> events = exported.events();
        List<Map<String, String>> pages = new ArrayList<>();
        if (events.size() <= MOST_PAGES) {
            events.forEach(event -> pages.add(told(exported, event, "source.")));
        } else {
            pages.addAll(pages(exported));
        }
        long bytes = pages.stream().mapToLong(VersionTransfer::size).sum();
        if (pages.size() > MOST_PAGES || bytes > MOST_BYTES) {
            throw new ProblemException(
                    "HISTORY_TOO_LONG",
                    "The " + events.size() + " events of the exported version take " + bytes
                            + " bytes: expected at most " + MOST_BYTES + ".");
        }
        pages.forEach(sink);
    }

    private static List<Map<String, String>> pages(VersionExport exported) {
        List<Map<String, String>> pages = new ArrayList<>();
        Map<String, String> page = new HashMap<>();
        long bytes = 0;
        int order = 0;
        for (RegistryEvent event : exported.events()) {
            order++;
            Map<String, String> told = told(exported, event, String.format(Locale.ROOT, "source.%04d.", order));
            long size = size(told);
            if (bytes + size > MOST_PAGE_BYTES && !page.isEmpty()) {
                pages.add(page);
                page = new HashMap<>();
                bytes = 0;
            }
            page.putAll(told);
            bytes += size;
        }
        pages.add(page);
        return pages;
    }

    private static long size(Map<String, String> fields) {
        return fields.entrySet().stream()
                .mapToLong(field -> field.getKey().length() + field.getValue().getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    private static Map<String, String> told(VersionExport exported, RegistryEvent event, String prefix) {
        Map<String, String> told = new HashMap<>();
        told.put(prefix + "workspace", exported.workspace());
        told.put(prefix + "model", event.model());
        told.put(prefix + "version", Integer.toString(exported.number()));
        told.put(prefix + "id", event.id());
        told.put(prefix + "type", event.type());
        told.put(prefix + "who", event.who());
        told.put(prefix + "why", event.why());
        told.put(prefix + "request", event.request());
        told.put(prefix + "time", event.time().toString());
        event.before().forEach((field, value) -> told.put(prefix + "before." + field, value));
        event.after().forEach((field, value) -> told.put(prefix + "after." + field, value));
        return told;
    }
}
