package dev.tidemill.client;

/**
 * A metric of a run at one step.
 *
 * @param step such as the boosting round
 */
public record MetricPoint(long step, double value) {}
