package dev.tidemill.trainer;

import dev.tidemill.contract.project.PushedProject;
import dev.tidemill.contract.workflow.ExecutionContext;

/** Where the trainer finds the revision that an execution runs. */
@FunctionalInterface
public interface Revisions {
    /**
     * The execution's revision.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code NO_SUCH_REVISION}
     */
    PushedProject load(ExecutionContext execution);
}
