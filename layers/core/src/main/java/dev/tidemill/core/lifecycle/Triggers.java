package dev.tidemill.core.lifecycle;

import dev.tidemill.core.Workspace;
import java.util.List;
import java.util.Optional;

/** Decisions on events. Safe for use by several threads. */
public interface Triggers {
    /**
     * Records a decision unless one with this id was recorded before.
     *
     * @return the decision that stands: this one, or the earlier one
     */
    Trigger decide(Trigger trigger);

    /** The decision with this id, as soon as it is recorded; empty when there is none. */
    Optional<Trigger> find(Workspace workspace, String id);

    /** The newest decision of this kind that started an execution; empty when there is none. */
    Optional<Trigger> lastStarted(Workspace workspace, String project, ExecutionKind kind);

    /** A project's decisions, newest first, at most 1,000. */
    List<Trigger> list(Workspace workspace, String project);
}
