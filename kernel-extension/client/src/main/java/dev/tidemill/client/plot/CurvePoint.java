package dev.tidemill.client.plot;

/**
 * A point of a curve over all thresholds.
 *
 * @param x false positive rate, or recall
 * @param y true positive rate, or precision
 * @param threshold rows whose score is at least this count as predicted true; infinite where no row does
 */
public record CurvePoint(double x, double y, double threshold) {}
