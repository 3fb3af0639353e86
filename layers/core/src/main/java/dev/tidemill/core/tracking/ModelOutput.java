package dev.tidemill.core.tracking;

/**
 * A logged model that a run made.
 *
 * @param step of the run at which it was made
 */
public record ModelOutput(String modelId, long step) {}
