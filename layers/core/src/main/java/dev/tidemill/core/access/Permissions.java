package dev.tidemill.core.access;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which role each route of an HTTP face needs. A route that is not listed is refused to everybody. Safe for use by
 * several threads.
 *
 * @param roles by method and path as the face writes them, such as {@code POST /v1/tokens}
 * @param outsideWorkspaces routes that tell nothing of a workspace, so that any may be named with them
 */
public record Permissions(Map<String, Role> roles, Set<String> outsideWorkspaces) {
    /** The code of every refusal. */
    public static final String DENIED = "PERMISSION_DENIED";

    public Permissions {
        roles = Map.copyOf(roles);
        outsideWorkspaces = Set.copyOf(outsideWorkspaces);
    }

    /** The table of routes by role; a route given twice is an {@link IllegalArgumentException}. */
    public static Permissions of(Map<Role, List<String>> routes, Set<String> outsideWorkspaces) {
        Map<String, Role> roles = new HashMap<>();
        routes.forEach((role, all) -> all.forEach(route -> {
            if (roles.put(route, role) != null) {
                throw new IllegalArgumentException(route + " is listed twice");
            }
        }));
        return new Permissions(roles, outsideWorkspaces);
    }

    /**
     * Lets a caller pass.
     *
     * @throws ProblemException {@code PERMISSION_DENIED} when his role is too low, the workspace is not his, or the
     *     route is not listed
     */
    public void check(String route, Caller caller, Workspace workspace) {
        Role needed = roles.get(route);
        if (needed == null) {
            throw denied("No role is defined for " + route + ", so that nobody may call it.", route, "a listed route");
        }
        check(route, needed, caller);
        if (!caller.mayEnter(workspace) && !outsideWorkspaces.contains(route)) {
            Workspace own = caller.workspace();
            throw denied(
                    "'" + caller.principal() + "' may not enter workspace '" + workspace.name() + "'.",
                    "workspace " + workspace.name(),
                    "workspace " + (own == null ? "of the caller" : own.name()));
        }
    }

    /**
     * Lets a caller pass who has a role.
     *
     * @param what is to be done, for the refusal's text
     * @throws ProblemException {@code PERMISSION_DENIED}
     */
    public static void check(String what, Role needed, Caller caller) {
        if (!caller.may(needed)) {
            Role own = caller.role();
            throw denied(
                    "'" + caller.principal() + "' has the role " + (own == null ? "of nobody" : word(own)) + ": " + what
                            + " needs " + word(needed) + ".",
                    own == null ? "" : word(own),
                    "role " + word(needed));
        }
    }

    /** A role as it is written in bodies and tokens, such as {@code contribute}. */
    public static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static ProblemException denied(String message, String value, String expected) {
        return new ProblemException(DENIED, message, List.of(new Problem.Detail("caller", value, expected)));
    }
}
