package dev.tidemill.client;

/** What answers at an address, and for which workspace. */
public record ServiceInfo(String name, String version, String workspace) {}
