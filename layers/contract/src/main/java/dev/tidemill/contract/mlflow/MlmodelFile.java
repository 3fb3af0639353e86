package dev.tidemill.contract.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.failure.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What a file {@code MLmodel}, which MLflow writes beside a model, says of the model.
 *
 * @param signature JSON object of {@code inputs}, {@code outputs} and {@code params}, as far as it says them; empty when
 *     the model has no signature
 * @param flavors names of the libraries that can load it, sorted
 * @param mlflowVersion empty when it is not said
 * @param modelUuid empty when it is not said
 * @param runId empty when it is not said
 */
public record MlmodelFile(
        String signature, List<String> flavors, String mlflowVersion, String modelUuid, String runId) {
    /** The file's name. */
    public static final String NAME = "MLmodel";

    private static final int MOST_CODE_POINTS = 1 << 20;
    private static final int DEEPEST = 40;
    private static final List<String> PARTS = List.of("inputs", "outputs", "params");

    public MlmodelFile {
        flavors = List.copyOf(flavors);
    }

    /** Reads a file; empty when it is no YAML of an object. */
    public static Optional<MlmodelFile> read(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CODE_POINTS);
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(DEEPEST);
        try {
            Object read = new Yaml(new SafeConstructor(options)).load(text);
            return read instanceof Map<?, ?> file ? Optional.of(of(file)) : Optional.empty();
        } catch (YAMLException e) {
            return Optional.empty();
        }
    }

    private static MlmodelFile of(Map<?, ?> file) {
        List<String> flavors = file.get("flavors") instanceof Map<?, ?> named
                ? new ArrayList<>(new TreeSet<>(
                        named.keySet().stream().map(String::valueOf).toList()))
                : List.of();
        return new MlmodelFile(
                signature(file.get("signature")),
                flavors,
                text(file.get("mlflow_version")),
                text(file.get("model_uuid")),
                text(file.get("run_id")));
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }

    /** Each part is JSON within a text. */
    private static String signature(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> parts)) {
            return "";
        }
        ObjectNode signature = Json.object();
        for (String part : PARTS) {
            JsonNode described = json(parts.get(part));
            if (described != null) {
                signature.set(part, described);
            }
        }
        return signature.isEmpty() ? "" : Json.write(signature);
    }

    private static @Nullable JsonNode json(@Nullable Object value) {
        try {
            return value instanceof String text ? Json.parse(text) : null;
        } catch (ProblemException e) {
            return null;
        }
    }
}
