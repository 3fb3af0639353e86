package dev.tidemill.client.plot;

/**
 * Drift of one feature in one window.
 *
 * @param window such as a month; windows stand in the order in which they first occur
 * @param statistic not negative, finite
 * @param significant whether it is marked
 */
public record DriftCell(String feature, String window, double statistic, boolean significant) {}
