package dev.tidemill.trackingapi.loggedmodel;

import dev.tidemill.core.loggedmodel.LoggedModel;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a filter or an order names of a logged model: {@code metrics.acc}, {@code params.`a b`}, {@code tags.x},
 * {@code attributes.name} or {@code name}.
 */
record ModelField(Kind kind, String key) {
    /** Where a field lies. */
    enum Kind {
        METRICS,
        PARAMS,
        TAGS,
        ATTRIBUTES
    }

    private static final Pattern PREFIXED = Pattern.compile("(?<kind>[A-Za-z_]+)\\.(?<key>.+)", Pattern.DOTALL);

    private static final Map<String, Function<LoggedModel, @Nullable String>> TEXTS = Map.of(
            "name", LoggedModel::name,
            "model_id", LoggedModel::id,
            "model_type", LoggedModel::type,
            "status", model -> model.status().name(),
            "source_run_id", LoggedModel::sourceRunId);

    private static final Map<String, Function<LoggedModel, Long>> NUMBERS = Map.of(
            "creation_time", LoggedModel::createdAt,
            "creation_timestamp", LoggedModel::createdAt,
            "creation_timestamp_ms", LoggedModel::createdAt,
            "last_updated_time", LoggedModel::updatedAt,
            "last_updated_timestamp", LoggedModel::updatedAt,
            "last_updated_timestamp_ms", LoggedModel::updatedAt);

    /**
     * Reads a field.
     *
     * @throws dev.tidemill.core.failure.ProblemException when it has another prefix or is an attribute that there is not
     */
    static ModelField parse(String text) {
        Matcher prefixed = PREFIXED.matcher(text);
        if (!prefixed.matches()) {
            return attribute(unquoted(text));
        }
        String key = unquoted(prefixed.group("key"));
        return switch (prefixed.group("kind")) {
            case "metrics" -> new ModelField(Kind.METRICS, key);
            case "params" -> new ModelField(Kind.PARAMS, key);
            case "tags" -> new ModelField(Kind.TAGS, key);
            case "attributes" -> attribute(key);
            default ->
                throw MlflowErrors.invalid("Invalid entity type: '" + prefixed.group("kind")
                        + "'. Expected one of ['attributes', 'metrics', 'params', 'tags'].");
        };
    }

    /** Tells whether models have an attribute of this name. */
    static boolean isAttribute(String name) {
        return TEXTS.containsKey(name) || NUMBERS.containsKey(name);
    }

    private static ModelField attribute(String name) {
        if (!isAttribute(name)) {
            throw MlflowErrors.invalid("Invalid attribute key '" + name + "' specified. Expected one of "
                    + List.of(
                            "name",
                            "model_id",
                            "model_type",
                            "status",
                            "source_run_id",
                            "creation_timestamp",
                            "last_updated_timestamp")
                    + ".");
        }
        return new ModelField(Kind.ATTRIBUTES, name);
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 2
                && (text.charAt(0) == '`' || text.charAt(0) == '"')
                && text.charAt(0) == text.charAt(text.length() - 1);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    boolean isNumber() {
        return kind == Kind.METRICS || (kind == Kind.ATTRIBUTES && NUMBERS.containsKey(key));
    }

    /** The value of a param, tag or attribute: a text or a number; null when the model has none. */
    @Nullable
    Object value(LoggedModel model) {
        return switch (kind) {
            case METRICS -> throw new IllegalStateException("metrics have many values");
            case PARAMS -> model.params().get(key);
            case TAGS -> model.tags().get(key);
            case ATTRIBUTES -> {
                Function<LoggedModel, Long> number = NUMBERS.get(key);
                if (number != null) {
                    yield number.apply(model);
                }
                Function<LoggedModel, @Nullable String> text = TEXTS.get(key);
                yield text == null ? null : text.apply(model);
            }
        };
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + "." + key;
    }
}
