package dev.tidemill.core.access;

import dev.tidemill.core.Workspace;

/** Gives callers who signed by IAM their role. Safe for use by several threads. */
@FunctionalInterface
public interface Entrance {
    /** Lets in nobody who signed. */
    Entrance CLOSED = (caller, workspace, subject) -> caller;

    /**
     * A caller with the role that he has in a workspace when he asks about something; one who did not sign, as he is.
     */
    Caller admit(Caller caller, Workspace workspace, Subject subject);
}
