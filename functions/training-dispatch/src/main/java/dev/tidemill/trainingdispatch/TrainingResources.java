package dev.tidemill.trainingdispatch;

import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ResourcesSpec;
import dev.tidemill.contract.project.PushedProject;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.storage.ObjectStore;

/** What a project's revision asks of the machine that trains it. */
final class TrainingResources {
    private final ObjectStore artifacts;

    TrainingResources(ObjectStore artifacts) {
        this.artifacts = artifacts;
    }

    /**
     * @throws ProblemException {@code NO_SUCH_REVISION} when it is not stored, {@code NOTHING_TO_TRAIN} when the project
     *     declares no training
     */
    ResourcesSpec of(ExecutionContext execution) {
        ProjectSpec.TrainingSpec training = PushedProject.load(
                        artifacts, execution.tenant(), execution.project(), execution.revision())
                .spec()
                .training();
        if (training == null) {
            throw new ProblemException(
                    "NOTHING_TO_TRAIN", "Project " + execution.project() + " declares no training in project.yaml.");
        }
        return training.resources();
    }
}
