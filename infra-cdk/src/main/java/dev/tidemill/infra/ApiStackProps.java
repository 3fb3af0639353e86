package dev.tidemill.infra;

/**
 * What the API stack needs.
 *
 * @param settings of the app
 * @param place where it is deployed
 * @param lifecycle the functions behind the API, which must exist first
 */
public record ApiStackProps(Settings settings, Place place, LifecycleStack lifecycle) {}
