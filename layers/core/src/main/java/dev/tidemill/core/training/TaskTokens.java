package dev.tidemill.core.training;

import dev.tidemill.core.Workspace;
import java.util.Optional;

/** The token under which a training execution waits for its job. Safe for use by several threads. */
public interface TaskTokens {
    /** Claims an execution for dispatch and keeps the newest token; claiming again replaces the token. */
    void claim(Workspace workspace, String executionId, String taskToken);

    /** The token that was claimed last; empty when none was. */
    Optional<String> find(Workspace workspace, String executionId);
}
