package dev.tidemill.trackingapi.search;

import dev.tidemill.trackingapi.search.Comparison.Field;
import dev.tidemill.trackingapi.search.Comparison.Kind;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How fields are written: {@code metrics.acc}, {@code tags.`a b`}, {@code attributes.start_time}, {@code start_time}. */
final class FieldNames {
    private static final Map<String, Kind> PREFIXES = Map.ofEntries(
            Map.entry("metrics", Kind.METRIC),
            Map.entry("metric", Kind.METRIC),
            Map.entry("params", Kind.PARAM),
            Map.entry("param", Kind.PARAM),
            Map.entry("parameters", Kind.PARAM),
            Map.entry("parameter", Kind.PARAM),
            Map.entry("tags", Kind.TAG),
            Map.entry("tag", Kind.TAG),
            Map.entry("datasets", Kind.DATASET),
            Map.entry("dataset", Kind.DATASET),
            Map.entry("attributes", Kind.ATTRIBUTE),
            Map.entry("attribute", Kind.ATTRIBUTE),
            Map.entry("attr", Kind.ATTRIBUTE),
            Map.entry("run", Kind.ATTRIBUTE));
    private static final Set<String> OF_DATASETS = Set.of("name", "digest", "context");
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("created", "start_time"),
            Map.entry("Created", "start_time"),
            Map.entry("run name", "run_name"),
            Map.entry("Run name", "run_name"),
            Map.entry("Run Name", "run_name"),
            Map.entry("run_uuid", "run_id"));

    private FieldNames() {}

    static Field attribute(String name) {
        return new Field(Kind.ATTRIBUTE, ALIASES.getOrDefault(name, name));
    }

    static Field of(String prefix, String key) {
        Kind kind = PREFIXES.get(prefix);
        if (kind == null) {
            throw MlflowErrors.invalid("Invalid entity type '" + prefix
                    + "'. Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']");
        }
        if (kind == Kind.DATASET && !OF_DATASETS.contains(key)) {
            throw MlflowErrors.invalid(
                    "Invalid dataset key '" + key + "' specified. Valid keys are 'name', 'digest' and 'context'");
        }
        return kind == Kind.ATTRIBUTE ? attribute(key) : new Field(kind, key);
    }

    static <T> Field known(Field field, Fields<T> fields) {
        if (!fields.knows(field)) {
            throw MlflowErrors.invalid(
                    field.kind() == Kind.ATTRIBUTE
                            ? "Invalid attribute key '" + field.key() + "' specified. Valid keys are '"
                                    + fields.attributes() + "'"
                            : "Invalid entity type '"
                                    + field.kind().name().toLowerCase(Locale.ROOT) + "' of key '" + field.key()
                                    + "': things of this kind have none.");
        }
        return field;
    }
}
