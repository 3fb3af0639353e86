package dev.tidemill.lifecycleapi.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.MachineInput;
import dev.tidemill.contract.workflow.TrainingInput;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.lifecycle.Execution;
import dev.tidemill.core.lifecycle.ExecutionKind;
import dev.tidemill.core.lifecycle.ExecutionStatus;
import dev.tidemill.core.lifecycle.Executions;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.core.storage.ObjectStore.PresignedWrite;
import dev.tidemill.core.training.TaskTokens;
import dev.tidemill.core.workflow.StateMachines;
import dev.tidemill.lifecycleapi.project.LoadProject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A training that its caller runs: what it is asked, where its files go, and its outcome, which is held against those
 * files before the waiting state machine is told. Safe for use by several threads.
 */
public final class LocalTraining {
    private static final Duration VALID = Duration.ofHours(1);
    private static final int ATTEMPT = 1;

    private final FindExecution find;
    private final LoadProject projects;
    private final ObjectStore artifacts;
    private final TaskTokens tokens;
    private final StateMachines machines;

    public LocalTraining(
            Executions executions,
            LoadProject projects,
            ObjectStore artifacts,
            TaskTokens tokens,
            StateMachines machines) {
        this.find = new FindExecution(executions);
        this.projects = projects;
        this.artifacts = artifacts;
        this.tokens = tokens;
        this.machines = machines;
    }

    /**
     * What is to be trained, on which snapshots; empty while it is being prepared.
     *
     * @throws ProblemException {@code NO_SUCH_EXECUTION}, or {@code NOT_WAITING} when it is none of its caller's, or has
     *     ended
     */
    public Optional<MachineInput> input(Workspace workspace, String id) {
        Execution execution = find.find(workspace, id);
        requireOpen(execution);
        return stored(execution);
    }

    /**
     * An address for one of its files.
     *
     * @param key in the artifacts store, below one of the execution's own folders
     * @param size bytes
     * @throws ProblemException {@code NOT_WAITING}, {@code ALREADY_COMPLETED}, or {@code INVALID_REQUEST} for another's
     *     key
     */
    public PresignedWrite artifact(Workspace workspace, String id, String key, long size, String sha256) {
        Execution execution = find.find(workspace, id);
        OwnFiles own = waiting(execution).own();
        if (outcome(execution).isPresent()) {
            throw completed(id);
        }
        if (!own.holds(key)) {
            throw new ProblemException(
                    "INVALID_REQUEST",
                    "The file is not one of this execution's.",
                    List.of(new Problem.Detail("body /path", key, own.expected())));
        }
        return artifacts.presignWrite(key, size, sha256, VALID);
    }

    /**
     * Completes it; completing again with the same outcome changes nothing.
     *
     * @param outcome as the trainer writes it
     * @return the execution, whose machine goes on with it
     * @throws ProblemException {@code NOT_WAITING}, {@code ALREADY_COMPLETED} with another outcome, or what
     *     {@link CheckOutcome} finds wrong: nothing is then written, and it can be completed again
     */
    public Execution complete(Workspace workspace, String id, WorkerOutcome outcome) {
        Execution execution = find.find(workspace, id);
        JsonNode told = Json.parse(Json.write(outcome));
        Optional<JsonNode> before = outcome(execution);
        if (before.isEmpty()) {
            Waiting waiting = waiting(execution);
            new CheckOutcome(artifacts, waiting.own(), waiting.input()).check(outcome);
            artifacts.writeNew(
                    TrainingInput.outcomeKey(workspace, id, ATTEMPT),
                    Json.write(told).getBytes(StandardCharsets.UTF_8),
                    "application/json");
            before = outcome(execution);
        }
        if (!before.equals(Optional.of(told))) {
            throw completed(id);
        }
        if (execution.status() == ExecutionStatus.RUNNING) {
            tokens.find(workspace, id).ifPresent(token -> machines.complete(token, Json.write(told)));
        }
        return execution;
    }

    private record Waiting(MachineInput input, OwnFiles own) {}

    private Waiting waiting(Execution execution) {
        requireOpen(execution);
        MachineInput input = stored(execution)
                .orElseThrow(() -> notWaiting(execution, "being prepared", "waiting: ask again in a second"));
        String model = projects.revision(execution.workspace(), execution.project(), execution.revision())
                .model();
        return new Waiting(input, new OwnFiles(execution.workspace(), execution.id(), model));
    }

    private Optional<MachineInput> stored(Execution execution) {
        return artifacts
                .read(TrainingInput.key(ExecutionContext.of(execution)))
                .map(json -> Json.read(new String(json, StandardCharsets.UTF_8), MachineInput.class));
    }

    private static void requireOpen(Execution execution) {
        boolean local = execution.kind() == ExecutionKind.TRAINING
                && Json.parse(execution.request()).path("where").asText().equals(TrainingInput.LOCAL);
        if (!local) {
            throw notWaiting(
                    execution, execution.kind().word() + " that runs elsewhere", "a training with where 'local'");
        }
        if (execution.status() != ExecutionStatus.RUNNING) {
            throw notWaiting(execution, execution.status().name(), "RUNNING");
        }
    }

    /** The outcome that was told before; empty when none was. */
    private Optional<JsonNode> outcome(Execution execution) {
        return artifacts
                .read(TrainingInput.outcomeKey(execution.workspace(), execution.id(), ATTEMPT))
                .map(json -> Json.parse(new String(json, StandardCharsets.UTF_8)))
                .filter(json ->
                        Json.parse(execution.request()).path("where").asText().equals(TrainingInput.LOCAL));
    }

    private static ProblemException notWaiting(Execution execution, String is, String expected) {
        return new ProblemException(
                "NOT_WAITING",
                "Execution " + execution.id() + " does not wait for a training of its caller's.",
                List.of(new Problem.Detail("path execution", is, expected)));
    }

    private static ProblemException completed(String id) {
        return new ProblemException(
                "ALREADY_COMPLETED",
                "Execution " + id + " has been completed, and its outcome stands.",
                List.of(new Problem.Detail(
                        "path execution", id, "the outcome that was told first, or a new training")));
    }
}
