package dev.tidemill.core.feature;

/** How a stored value stands to the time of a request; only {@link #PRESENT} is used, the others read as missing. */
public enum FeatureStatus {
    PRESENT,
    /** Its event time is older than the view's time to live, measured from the request's time. */
    STALE,
    /** Its event time or availability is after the request's time. */
    FUTURE,
    /** Nothing is stored for this entity. */
    MISSING
}
