package dev.tidemill.core.tracking;

/**
 * One point of a metric.
 *
 * @param value may be NaN or infinite
 * @param timestamp Unix milliseconds, not negative
 * @param step may be negative
 */
public record Metric(String key, double value, long timestamp, long step) {}
