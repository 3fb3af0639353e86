package dev.tidemill.core.access;

import dev.tidemill.core.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, and what he may do.
 *
 * @param principal the name under which he is recorded
 * @param role null for one whose role nobody vouches for, who may do nothing
 * @param workspace the only one that he may enter; null for every workspace
 * @param signer null for one who did not sign by IAM
 */
public record Caller(
        String principal,
        @Nullable Role role,
        @Nullable Workspace workspace,
        @Nullable Signer signer) {
    /** One who did not sign by IAM. */
    public Caller(String principal, @Nullable Role role, @Nullable Workspace workspace) {
        this(principal, role, workspace, null);
    }

    /** One who signed, and may do nothing until an {@link Entrance} gives him a role. */
    public static Caller signed(Signer signer) {
        return new Caller(signer.arn(), null, null, signer);
    }

    /** The same with a role in a workspace, or in all when it is null. */
    public Caller in(@Nullable Workspace entered, @Nullable Role given) {
        return new Caller(principal, given, entered, signer);
    }

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
