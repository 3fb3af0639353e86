package dev.tidemill.lifecycleapi.execution;

import dev.tidemill.core.Ulid;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.lifecycle.Execution;
import dev.tidemill.core.lifecycle.Executions;
import java.util.List;

/** Finds an execution or says that there is none. Safe for use by several threads. */
public final class FindExecution {
    private final Executions executions;

    public FindExecution(Executions executions) {
        this.executions = executions;
    }

    /**
     * The execution of an id.
     *
     * @throws ProblemException {@code NO_SUCH_EXECUTION}
     */
    public Execution find(Workspace workspace, String id) {
        return executions
                .find(workspace, id)
                .orElseThrow(() -> new ProblemException(
                        "NO_SUCH_EXECUTION",
                        "There is no execution '" + id + "' in workspace " + workspace.name() + ".",
                        List.of(new Problem.Detail(
                                "path execution",
                                id,
                                Ulid.isUlid(id)
                                        ? "the id of an execution of this workspace"
                                        : "26 characters, such as an answer of status 202 names"))));
    }
}
