package dev.tidemill.batchrunner;

/**
 * A job definition that the template declares.
 *
 * @param name its name
 * @param spec what its jobs need unless a submission overrides it
 */
public record JobDefinition(String name, JobSpec spec) {}
