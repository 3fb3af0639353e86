package dev.tidemill.lifecycleapi.execution;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.lifecycle.Execution;
import dev.tidemill.core.lifecycle.ExecutionKind;
import dev.tidemill.core.lifecycle.ExecutionStatus;
import dev.tidemill.core.lifecycle.Executions;
import dev.tidemill.core.training.TaskTokens;
import dev.tidemill.core.workflow.StateMachines;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Ends a running execution because somebody asked for it. Safe for use by several threads. */
public final class CancelExecution {
    /** The error under which a waiting training fails, so that its machine terminates the job. */
    public static final String ERROR = "Tidemill.Cancelled";

    private final FindExecution find;
    private final Executions executions;
    private final StateMachines machines;
    private final TaskTokens tokens;
    private final InstantSource clock;

    public CancelExecution(Executions executions, StateMachines machines, TaskTokens tokens, InstantSource clock) {
        this.find = new FindExecution(executions);
        this.executions = executions;
        this.machines = machines;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * Cancels; cancelling again does nothing more.
     *
     * @param principal who asked
     * @throws ProblemException {@code NO_SUCH_EXECUTION}, or {@code ALREADY_ENDED} when it has succeeded or failed
     */
    public Execution cancel(Workspace workspace, String id, String principal) {
        Execution running = find.find(workspace, id);
        Problem why = new Problem("CANCELLED", "Cancelled by " + principal + ".");
        Execution ended =
                executions.end(workspace, id, ExecutionStatus.CANCELLED, null, why, List.of(), clock.instant());
        if (ended.status() != ExecutionStatus.CANCELLED) {
            throw new ProblemException(
                    "ALREADY_ENDED",
                    "Execution " + id + " has ended and cannot be cancelled.",
                    List.of(new Problem.Detail("path execution", id, "a running execution; it is " + ended.status())));
        }
        stop(running, why);
        return ended;
    }

    /** A training that waits for its job is failed instead of stopped: its machine then terminates the job. */
    private void stop(Execution execution, Problem why) {
        Optional<String> token = execution.kind() == ExecutionKind.TRAINING
                ? tokens.find(execution.workspace(), execution.id())
                : Optional.empty();
        if (token.isPresent()) {
            machines.fail(token.get(), ERROR, why.message());
        } else {
            machines.stop(execution.kind(), execution.id(), why.message());
        }
    }
}
