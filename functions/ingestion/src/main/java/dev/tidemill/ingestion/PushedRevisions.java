package dev.tidemill.ingestion;

import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.PushedProject;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.core.failure.Problem.Detail;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.storage.ObjectStore;
import java.util.List;

/** The projects that executions run, in the artifacts store. */
final class PushedRevisions {
    private final ObjectStore artifacts;

    PushedRevisions(ObjectStore artifacts) {
        this.artifacts = artifacts;
    }

    /**
     * The project as of the revision that an execution runs.
     *
     * @throws ProblemException {@code NO_SUCH_REVISION} when it is not stored
     */
    ProjectSpec of(ExecutionContext execution) {
        String key = PushedProject.key(execution.tenant(), execution.project(), execution.revision());
        return artifacts
                .read(key)
                .map(content -> PushedProject.read(content).spec())
                .orElseThrow(() -> new ProblemException(
                        "NO_SUCH_REVISION",
                        "The project '" + execution.project() + "' has no revision " + execution.revision(),
                        List.of(new Detail("revision", execution.revision(), "a pushed revision"))));
    }
}
