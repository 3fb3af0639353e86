package dev.tidemill.contract.workflow;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What a training is asked, and where that lies until it is trained. */
public final class TrainingInput {
    /** Value of {@code where} in the request of a training that its caller runs; without it, a job runs it. */
    public static final String LOCAL = "local";

    private static final String DATA = "data";

    private TrainingInput() {}

    /** Where the trainer finds what it is asked, in the artifacts store. */
    public static String key(ExecutionContext execution) {
        return execution.folder() + "training-input.json";
    }

    /** Where the outcome of an attempt lies in the artifacts store; a training that its caller runs has only the first. */
    public static String outcomeKey(Workspace workspace, String executionId, int attempt) {
        return ExecutionContext.folder(workspace, executionId) + "attempt-" + attempt + "/outcome.json";
    }

    /** Where the snapshots lie that an execution was given to train on, in the artifacts store. */
    public static String pinsKey(ExecutionContext execution) {
        return execution.folder() + "pins.json";
    }

    /** A request with the snapshots that the execution was given; as it is when it was given none. */
    public static JsonNode pinned(ObjectStore artifacts, ExecutionContext execution, JsonNode request) {
        return artifacts
                .read(pinsKey(execution))
                .<JsonNode>map(json -> ((ObjectNode) request.deepCopy())
                        .set(DATA, Json.parse(new String(json, StandardCharsets.UTF_8))))
                .orElse(request);
    }

    /** The snapshot by dataset that a request names; empty when it names none: each dataset is then read as it stands. */
    public static Map<String, Long> pins(JsonNode request) {
        JsonNode data = request.path(DATA);
        return data.isObject()
                ? Json.mapper().convertValue(data, new TypeReference<TreeMap<String, Long>>() {})
                : Map.of();
    }
}
