package dev.tidemill.kernel.command;

/** What a word of a command stands for: by it completion knows what to offer. */
public enum ValueKind {
    PROJECT,
    DATASET,
    MODEL,
    ALIAS,
    VERSION,
    RUN,
    EXECUTION,
    PREDICTION,
    REPORT,
    METRIC,
    FEATURE_VIEW,

    /** A model's input, written {@code column=}. */
    COLUMN,

    /** A remembered connection, or an address. */
    CONNECTION,

    /** A Java variable of the notebook. */
    VARIABLE,

    /** A path, relative to the notebook's folder or absolute. */
    FILE,

    /** As {@link #FILE}, folders only. */
    FOLDER,

    /** A time such as 2013-07-01T04:00:00Z. */
    INSTANT,
    NUMBER,

    /** Anything; nothing is offered but the choices that are given. */
    TEXT
}
