package dev.tidemill.core.lifecycle;

import dev.tidemill.core.Workspace;
import java.util.List;
import java.util.Optional;

/** Projects and their revisions. Safe for use by several threads. */
public interface Projects {
    /**
     * Stores a revision, once, and makes it the project's latest.
     *
     * @return true when the revision is new, false when it was pushed before
     */
    boolean push(Revision revision);

    /** The revision pushed last; empty when there is no such project. */
    Optional<Revision> latest(Workspace workspace, String project);

    /** One revision; empty when the project has none of this id. */
    Optional<Revision> find(Workspace workspace, String project, String id);

    /** Names of the workspace's projects in order; empty when there are none. */
    List<String> list(Workspace workspace);
}
