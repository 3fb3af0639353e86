package dev.tidemill.core.access;

/** What a principal may do in a workspace; each role may do what those before it may. */
public enum Role {
    READ,
    CONTRIBUTE,
    APPROVE,
    ADMINISTER;

    /** Tells whether this role may do what another is needed for. */
    public boolean allows(Role needed) {
        return compareTo(needed) >= 0;
    }
}
