package dev.tidemill.trackingapi.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.registry.ModelVersion;
import org.jspecify.annotations.Nullable;

/** The tag in which a logged model lists the versions that were registered of it: JSON, spaced as MLflow's own. */
final class ModelVersionsTag {
    static final String KEY = "mlflow.modelVersions";

    private ModelVersionsTag() {}

    /**
     * The list with a version more, or as it was when the version is in it already.
     *
     * @param before null for no list; what is no list is replaced
     */
    static String with(@Nullable String before, ModelVersion version) {
        String entry = "{\"name\": " + Json.write(version.model()) + ", \"version\": " + version.number() + "}";
        JsonNode list = list(before);
        if (before == null || list.isEmpty()) {
            return "[" + entry + "]";
        }
        for (JsonNode one : list) {
            if (one.path("name").asText().equals(version.model())
                    && one.path("version").asInt() == version.number()) {
                return before;
            }
        }
        return before.substring(0, before.lastIndexOf(']')) + ", " + entry + "]";
    }

    private static JsonNode list(@Nullable String text) {
        try {
            JsonNode read = text == null ? Json.object() : Json.parse(text);
            return read.isArray() ? read : Json.object();
        } catch (ProblemException e) {
            return Json.object();
        }
    }
}
