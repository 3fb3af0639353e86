package dev.tidemill.monitoring;

import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.PushedProject;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.storage.ObjectStore;
import java.util.List;

/** Where an execution finds its project and leaves what it makes, in the artifacts store. */
final class Revisions {
    private Revisions() {}

    /**
     * The project as of the revision that an execution runs.
     *
     * @throws ProblemException {@code NO_SUCH_REVISION} when it is not stored
     */
    static ProjectSpec spec(ObjectStore artifacts, ExecutionContext execution) {
        String key = PushedProject.key(execution.tenant(), execution.project(), execution.revision());
        return artifacts
                .read(key)
                .map(content -> PushedProject.read(content).spec())
                .orElseThrow(() -> new ProblemException(
                        "NO_SUCH_REVISION",
                        "The project '" + execution.project() + "' has no revision " + execution.revision() + ".",
                        List.of(new Problem.Detail("revision", execution.revision(), "a pushed revision"))));
    }

    /** What the keys of an execution's objects begin with. */
    static String folder(ExecutionContext execution) {
        return "w/" + execution.workspace() + "/executions/" + execution.id() + "/";
    }
}
