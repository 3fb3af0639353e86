package dev.tidemill.core.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A model and all its versions, folded from the events of the model. Immutable: applying an event gives another.
 *
 * @param model its fields (see {@link RegistryFields}); empty before its first event
 * @param versions the fields of each version by number, deleted ones included
 */
public record RegistryProjection(Map<String, String> model, NavigableMap<Integer, Map<String, String>> versions) {
    static final String MODEL = "model.";
    static final String VERSION = "version.";

    /** What is before the first event. */
    public static final RegistryProjection EMPTY = new RegistryProjection(Map.of(), new TreeMap<>());

    public RegistryProjection {
        model = Map.copyOf(model);
        versions = Collections.unmodifiableNavigableMap(versions);
    }

    /** What is after the next event. */
    public RegistryProjection apply(RegistryEvent event) {
        NavigableMap<Integer, Map<String, String>> changed = new TreeMap<>(versions);
        Integer number = event.version();
        if (number != null) {
            Map<String, String> next = overlay(versions.getOrDefault(number, Map.of()), event, VERSION);
            if (!next.isEmpty()) {
                changed.put(number, next);
            }
        }
        return new RegistryProjection(overlay(model, event, MODEL), changed);
    }

    /** Folds events in their order. */
    public static RegistryProjection of(Iterable<RegistryEvent> events) {
        RegistryProjection projection = EMPTY;
        for (RegistryEvent event : events) {
            projection = projection.apply(event);
        }
        return projection;
    }

    /**
     * What differs when this is what the events say.
     *
     * @param stored what a store has
     */
    public List<String> differences(RegistryProjection stored) {
        List<String> differences = new ArrayList<>();
        compare("model", stored.model, model, differences);
        Set<Integer> numbers = new TreeSet<>(versions.keySet());
        numbers.addAll(stored.versions.keySet());
        for (int number : numbers) {
            compare(
                    "version " + number,
                    stored.versions.getOrDefault(number, Map.of()),
                    versions.getOrDefault(number, Map.of()),
                    differences);
        }
        return differences;
    }

    private static void compare(
            String what, Map<String, String> stored, Map<String, String> folded, List<String> differences) {
        for (String field : new TreeSet<>(RegistryFields.changed(stored, folded))) {
            differences.add(what + ", " + field + ": stored " + stored.getOrDefault(field, "nothing")
                    + ", by its events " + folded.getOrDefault(field, "nothing"));
        }
    }

    private static Map<String, String> overlay(Map<String, String> fields, RegistryEvent event, String prefix) {
        Map<String, String> next = new HashMap<>(fields);
        RegistryFields.below(event.before(), prefix).keySet().forEach(next::remove);
        next.putAll(RegistryFields.below(event.after(), prefix));
        return Map.copyOf(next);
    }
}
