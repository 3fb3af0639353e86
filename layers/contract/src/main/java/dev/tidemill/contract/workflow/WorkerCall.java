package dev.tidemill.contract.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One call of a worker by a state machine.
 *
 * @param action what to do, such as {@code ingest}
 * @param request what the execution was asked
 * @param previous the outcome of the state before; null for the first
 * @param taskToken under which the state waits; null where it does not
 * @param item one item of a Map state; null elsewhere
 */
public record WorkerCall(
        String action,
        ExecutionContext execution,
        JsonNode request,
        @Nullable JsonNode previous,
        @Nullable String taskToken,
        @Nullable JsonNode item) {}
