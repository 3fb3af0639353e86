package dev.tidemill.infra;

/**
 * What the data stack needs.
 *
 * @param settings of the app
 * @param place where it is deployed
 */
public record DataStackProps(Settings settings, Place place) {}
