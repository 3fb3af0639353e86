package dev.tidemill.trackingapi.search;

import dev.tidemill.trackingapi.wire.Parameters;

/** Whether a search sees what is active, deleted, or both. */
public enum ViewType {
    ACTIVE_ONLY,
    DELETED_ONLY,
    ALL;

    /**
     * Reads a parameter; active ones when it was not given.
     *
     * @throws dev.tidemill.core.failure.ProblemException when it is another word
     */
    public static ViewType of(Parameters parameters, String name) {
        String word = parameters.text(name).orElse("ACTIVE_ONLY");
        try {
            return valueOf(word);
        } catch (IllegalArgumentException e) {
            throw Parameters.invalid(name, word, "Expected ACTIVE_ONLY, DELETED_ONLY or ALL.");
        }
    }

    /** Tells whether a thing is seen. */
    public boolean sees(boolean active) {
        return this == ALL || active == (this == ACTIVE_ONLY);
    }
}
