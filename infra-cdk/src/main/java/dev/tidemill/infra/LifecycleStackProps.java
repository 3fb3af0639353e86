package dev.tidemill.infra;

/**
 * What the lifecycle stack needs.
 *
 * @param settings of the app
 * @param place where it is deployed
 * @param code zips of functions and layers
 * @param data the stores
 */
public record LifecycleStackProps(Settings settings, Place place, PackagedCode code, DataStack data) {}
