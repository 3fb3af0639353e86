package dev.tidemill.lifecycleapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.MachineInput;
import java.util.Optional;

/**
 * A state machine's execution that did not end well, as Step Functions tells it on the default event bus.
 *
 * @param status {@code FAILED}, {@code TIMED_OUT} or {@code ABORTED}
 * @param error empty when none is given
 * @param cause empty when none is given
 */
record StoppedMachine(ExecutionContext execution, String status, String error, String cause) {
    /**
     * Reads a "Step Functions Execution Status Change".
     *
     * @return empty when the event is of another kind
     * @throws IllegalArgumentException when the event lacks the machine's input, which says whose execution it is
     */
    static Optional<StoppedMachine> of(JsonNode event) {
        if (!event.path("source").asText().equals("aws.states")) {
            return Optional.empty();
        }
        JsonNode detail = event.path("detail");
        if (!detail.path("input").isTextual()) {
            throw new IllegalArgumentException(
                    "the event of execution " + detail.path("executionArn").asText() + " lacks its input");
        }
        MachineInput input = Json.read(detail.path("input").asText(), MachineInput.class);
        return Optional.of(new StoppedMachine(
                input.execution(),
                detail.path("status").asText(),
                detail.path("error").asText(""),
                detail.path("cause").asText("")));
    }
}
