package dev.tidemill.batchrunner;

/**
 * A job definition that the template declares.
 *
 * @param name its name
 * @param logGroup CloudWatch log group of its jobs
 * @param spec what its jobs need unless a submission overrides it
 */
public record JobDefinition(String name, String logGroup, JobSpec spec) {}
