package dev.tidemill.lifecycleapi.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.lifecycle.Execution;

/** An execution as the API tells it. Safe for use by several threads. */
public final class ExecutionJson {
    private final String stateMachinePrefix;

    /**
     * @param stateMachinePrefix ARN of a state machine up to the machine's short name
     */
    public ExecutionJson(String stateMachinePrefix) {
        this.stateMachinePrefix = stateMachinePrefix;
    }

    /** The JSON object; {@code result}, {@code problem} and {@code endedAt} are null until they are known. */
    public ObjectNode of(Execution execution) {
        ObjectNode json = Json.object();
        json.put("id", execution.id());
        json.put("project", execution.project());
        json.put("kind", execution.kind().word());
        json.put("status", execution.status().name());
        json.put("revision", execution.revision());
        json.set("request", Json.parse(execution.request()));
        json.set("result", execution.result() == null ? null : Json.parse(execution.result()));
        json.set("problem", execution.problem() == null ? null : Json.tree(execution.problem()));
        json.put("startedAt", execution.startedAt().toString());
        json.put(
                "endedAt",
                execution.endedAt() == null ? null : execution.endedAt().toString());
        json.put("correlationId", execution.correlationId());
        json.set("causationIds", Json.tree(execution.causationIds()));
        String machine = stateMachinePrefix + execution.kind().machine();
        json.put("stateMachineArn", machine);
        json.put("executionArn", machine.replace(":stateMachine:", ":execution:") + ":" + execution.id());
        return json;
    }
}
