package dev.tidemill.core.access;

import dev.tidemill.core.Workspace;
import org.jspecify.annotations.Nullable;

/** The access lists of projects. Safe for use by several threads. */
public interface AccessLists {
    /** The lists of a workspace; none when no project has one. */
    WorkspaceAccess of(Workspace workspace);

    /**
     * Sets the list of a project; those of others stay as they are, whoever sets one at the same time.
     *
     * @param list null for a project without one
     * @param by the principal that administers the workspace from now on when this is its first list; null when
     *     nobody does by that
     */
    void put(Workspace workspace, String project, @Nullable ProjectAccess list, @Nullable String by);
}
