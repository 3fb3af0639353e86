package dev.tidemill.core.access;

import dev.tidemill.core.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, and what he may do.
 *
 * @param principal the name under which he is recorded
 * @param role null for one whose role nobody vouches for, who may do nothing
 * @param workspace the only one that he may enter; null for every workspace
 */
public record Caller(
        String principal, @Nullable Role role, @Nullable Workspace workspace) {
    /** One who may do everything everywhere. */
    public static Caller administrator(String principal) {
        return new Caller(principal, Role.ADMINISTER, null);
    }

    /** One who may do nothing. */
    public static Caller nobody(String principal) {
        return new Caller(principal, null, null);
    }

    /** Tells whether he may do what a role is needed for. */
    public boolean may(Role needed) {
        return role != null && role.allows(needed);
    }

    /** Tells whether he may enter a workspace. */
    public boolean mayEnter(Workspace entered) {
        return workspace == null || workspace.equals(entered);
    }
}
