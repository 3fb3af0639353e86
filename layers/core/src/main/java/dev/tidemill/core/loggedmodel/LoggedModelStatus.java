package dev.tidemill.core.loggedmodel;

/** How far the logging of a model has come. */
public enum LoggedModelStatus {
    /** Its files are being written. */
    PENDING,
    /** Its files are complete. */
    READY,
    /** Its files could not be written. */
    FAILED
}
