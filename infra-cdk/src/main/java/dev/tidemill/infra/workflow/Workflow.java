package dev.tidemill.infra.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemill.infra.function.DeployedFunction;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One state machine.
 *
 * @param name such as {@code batch-scoring}; the deployed machine is {@code tidemill-} and this name
 * @param functions that its tasks call
 * @param definition Amazon States Language; the ARN of each function stands as {@code ${placeholder}}, see
 *     {@link #placeholder}
 */
public record Workflow(String name, Set<DeployedFunction> functions, Map<String, Object> definition) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Workflow {
        functions = Collections.unmodifiableSet(new TreeSet<>(functions));
        definition = Collections.unmodifiableMap(new LinkedHashMap<>(definition));
    }

    /** The name that stands for a function's ARN in definitions, such as {@code TrainingDispatch}. */
    public static String placeholder(DeployedFunction function) {
        StringBuilder text = new StringBuilder();
        for (String word : function.name().split("_", -1)) {
            text.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }

    /** The definition as JSON text, the same for the same workflow. */
    public String json() {
        try {
            return JSON.writeValueAsString(definition);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the definition of " + name + " cannot be written as JSON", e);
        }
    }
}
