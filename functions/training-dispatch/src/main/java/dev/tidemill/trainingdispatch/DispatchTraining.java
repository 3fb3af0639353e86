package dev.tidemill.trainingdispatch;

import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec.ResourcesSpec;
import dev.tidemill.contract.project.ProjectSpec.TrainingSpec;
import dev.tidemill.contract.project.PushedProject;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.MachineInput;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.core.training.JobQueue;
import dev.tidemill.core.training.JobQueue.Job;
import dev.tidemill.core.training.JobQueue.JobRequest;
import dev.tidemill.core.training.TaskTokens;
import dev.tidemill.core.workflow.StateMachines;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits the job of a training whose machine waits under a task token. It answers the token only when no job will: a
 * failure that may pass as {@value #TRY_AGAIN}, any other as {@value #NOT_SUBMITTED}, and a job that had ended before the
 * token was claimed as {@value #ENDED_BEFORE}; the last two lead to the step that terminates and looks once more. What
 * it returns nobody reads, for the machine waits for the token.
 */
final class DispatchTraining {
    static final String TRY_AGAIN = "Tidemill.TryAgain";
    static final String NOT_SUBMITTED = "Tidemill.NotSubmitted";
    static final String ENDED_BEFORE = "Tidemill.EndedBefore";

    private static final Set<String> ENDED = Set.of("SUCCEEDED", "FAILED");
    private static final int ATTEMPT_SECONDS = 4 * 3600;
    private static final Logger LOG = LoggerFactory.getLogger(DispatchTraining.class);

    private final ObjectStore artifacts;
    private final JobOutcomes outcomes;
    private final TaskTokens tokens;
    private final JobQueue jobs;
    private final StateMachines machines;

    DispatchTraining(ObjectStore artifacts, TaskTokens tokens, JobQueue jobs, StateMachines machines) {
        this.artifacts = artifacts;
        this.outcomes = new JobOutcomes(artifacts);
        this.tokens = tokens;
        this.jobs = jobs;
        this.machines = machines;
    }

    /** What dispatch answers. */
    record Dispatched(boolean submitted) {}

    WorkerOutcome dispatch(WorkerCall call) {
        String token = call.taskToken();
        if (token == null) {
            throw new IllegalArgumentException("taskToken: expected the token under which the machine waits");
        }
        ExecutionContext execution = call.execution();
        try {
            tokens.claim(execution.tenant(), execution.id(), token);
            submit(call, token);
            return WorkerOutcome.succeeded(new Dispatched(true));
        } catch (ProblemException e) {
            WorkerOutcome refusal = WorkerOutcome.failed(e.problem());
            outcomes.writeRefusal(execution, refusal);
            machines.fail(token, NOT_SUBMITTED, e.getMessage());
            return refusal;
        } catch (RuntimeException e) {
            LOG.error("The job of execution {} was not submitted", execution.id(), e);
            machines.fail(token, TRY_AGAIN, "The training job could not be submitted.");
            return WorkerOutcome.succeeded(new Dispatched(false));
        }
    }

    private void submit(WorkerCall call, String token) {
        ExecutionContext execution = call.execution();
        ResourcesSpec resources = resources(execution);
        Optional<Job> earlier = jobs.find(execution.id(), resources.gpus() > 0);
        if (earlier.isPresent()) {
            if (ENDED.contains(earlier.get().status())) {
                machines.fail(token, ENDED_BEFORE, "The training job had ended when its machine began to wait.");
            }
            return;
        }
        outcomes.writeInput(execution, new MachineInput(execution, call.request()));
        String jobId = jobs.submit(new JobRequest(
                execution.id(),
                resources.vcpus(),
                resources.memoryMib(),
                resources.gpus(),
                ATTEMPT_SECONDS,
                Map.of(EndedJob.WORKSPACE_VARIABLE, execution.workspace(), "TIDEMILL_EXECUTION_ID", execution.id())));
        LOG.info("Execution {} runs as job {}: {}", execution.id(), jobId, Json.write(resources));
    }

    private ResourcesSpec resources(ExecutionContext execution) {
        String key = PushedProject.key(execution.tenant(), execution.project(), execution.revision());
        byte[] pushed = artifacts
                .read(key)
                .orElseThrow(() -> new ProblemException(
                        "NO_SUCH_REVISION",
                        "Project '" + execution.project() + "' has no revision " + execution.revision() + ".",
                        List.of(new Problem.Detail("revision", execution.revision(), "a pushed revision"))));
        TrainingSpec training = PushedProject.read(pushed).spec().training();
        if (training == null) {
            throw new ProblemException(
                    "NOT_TRAINABLE",
                    "Project '" + execution.project() + "' declares no training.",
                    List.of(new Problem.Detail("project.yaml /training", "nothing", "a training")));
        }
        return training.resources();
    }
}
