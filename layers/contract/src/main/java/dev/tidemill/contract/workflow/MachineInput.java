package dev.tidemill.contract.workflow;

import com.fasterxml.jackson.databind.JsonNode;

/** The input of every state machine. */
public record MachineInput(ExecutionContext execution, JsonNode request) {}
