package dev.tidemill.trainingdispatch;

import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec.ResourcesSpec;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.MachineInput;
import dev.tidemill.contract.workflow.TrainingInput;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.core.training.JobQueue;
import dev.tidemill.core.training.TaskTokens;
import dev.tidemill.core.workflow.StateMachines;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits one job for a training, named by the execution; for one that its caller runs it only keeps the token. The state waits under its token until the job's end is told,
 * so whatever keeps that from being told is told here: an error alone would leave the state waiting. A job that had
 * ended before the token was claimed is such a case, when the state is tried again: its end was told to the token
 * before, so the state is failed with {@value #ENDED_BEFORE} and goes on to look at what the job left.
 */
final class DispatchTraining {
    private static final Logger LOG = LoggerFactory.getLogger(DispatchTraining.class);
    private static final String TRY_AGAIN = "Tidemill.TryAgain";
    private static final String ENDED_BEFORE = "Tidemill.EndedBefore";

    private final TaskTokens tokens;
    private final ObjectStore artifacts;
    private final TrainingResources resources;
    private final JobQueue jobs;
    private final StateMachines machines;
    private final LocalTraining local;
    private final int attemptSeconds;

    /**
     * @param attemptSeconds after which one attempt of a job is ended
     */
    DispatchTraining(
            TaskTokens tokens,
            ObjectStore artifacts,
            TrainingResources resources,
            JobQueue jobs,
            StateMachines machines,
            int attemptSeconds) {
        this.tokens = tokens;
        this.artifacts = artifacts;
        this.resources = resources;
        this.jobs = jobs;
        this.machines = machines;
        this.local = new LocalTraining(tokens, artifacts, machines);
        this.attemptSeconds = attemptSeconds;
    }

    WorkerOutcome dispatch(WorkerCall call) {
        String token = call.taskToken();
        if (token == null) {
            throw new ProblemException("NO_TASK_TOKEN", "dispatch is called with a task token to wait under");
        }
        try {
            return submit(call, token);
        } catch (ProblemException e) {
            WorkerOutcome failed = WorkerOutcome.failed(e.problem());
            machines.complete(token, Json.write(failed));
            return failed;
        } catch (RuntimeException e) {
            LOG.error(
                    "execution {} could not be dispatched and is to be tried again",
                    call.execution().id(),
                    e);
            machines.fail(
                    token,
                    TRY_AGAIN,
                    "The job could not be submitted: " + e.getClass().getSimpleName());
            return WorkerOutcome.succeeded(Map.of("status", "try-again"));
        }
    }

    private WorkerOutcome submit(WorkerCall call, String token) {
        ExecutionContext execution = call.execution();
        ResourcesSpec needs = resources.of(execution);
        if (LocalTraining.isAsked(call.request())) {
            return local.await(call, token);
        }
        tokens.claim(execution.tenant(), execution.id(), token);
        Optional<JobQueue.Job> earlier = jobs.find(execution.id(), needs.gpus() > 0);
        if (earlier.isPresent()) {
            if (earlier.get().hasEnded()) {
                machines.fail(token, ENDED_BEFORE, "The training's job had ended when its state began to wait.");
            }
            return WorkerOutcome.succeeded(Map.of("jobId", earlier.get().id()));
        }
        artifacts.write(
                TrainingInput.key(execution),
                Json.write(new MachineInput(execution, call.request())).getBytes(StandardCharsets.UTF_8),
                "application/json");
        String job = jobs.submit(new JobQueue.JobRequest(
                execution.id(),
                needs.vcpus(),
                needs.memoryMib(),
                needs.gpus(),
                attemptSeconds,
                Map.of("TIDEMILL_WORKSPACE", execution.workspace(), "TIDEMILL_EXECUTION_ID", execution.id())));
        return WorkerOutcome.succeeded(Map.of("jobId", job));
    }
}
