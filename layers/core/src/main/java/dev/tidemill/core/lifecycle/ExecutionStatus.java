package dev.tidemill.core.lifecycle;

/** Where an execution stands; only {@link #RUNNING} changes. */
public enum ExecutionStatus {
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED
}
