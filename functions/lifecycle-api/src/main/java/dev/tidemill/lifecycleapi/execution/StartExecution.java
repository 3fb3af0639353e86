package dev.tidemill.lifecycleapi.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.MachineInput;
import dev.tidemill.core.IdSource;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.lifecycle.Execution;
import dev.tidemill.core.lifecycle.ExecutionKind;
import dev.tidemill.core.lifecycle.ExecutionStatus;
import dev.tidemill.core.lifecycle.Executions;
import dev.tidemill.core.lifecycle.Revision;
import dev.tidemill.core.workflow.StateMachines;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Stores an execution and starts its state machine. Safe for use by several threads. */
public final class StartExecution {
    private final Executions executions;
    private final StateMachines machines;
    private final IdSource ids;
    private final InstantSource clock;

    public StartExecution(Executions executions, StateMachines machines, IdSource ids, InstantSource clock) {
        this.executions = executions;
        this.machines = machines;
        this.ids = ids;
        this.clock = clock;
    }

    /** Starts an execution that a caller asked for. When its machine does not start, it is closed as failed. */
    public Execution start(Revision revision, ExecutionKind kind, JsonNode request, String correlationId) {
        Instant now = clock.instant();
        Execution execution =
                executions.create(draft(revision, kind, ids.next(now), request, now, correlationId, List.of()));
        try {
            machines.start(kind, execution.id(), input(execution, request));
        } catch (RuntimeException e) {
            Problem problem = new Problem("NOT_STARTED", "The state machine could not be started.");
            executions.end(
                    execution.workspace(),
                    execution.id(),
                    ExecutionStatus.FAILED,
                    null,
                    problem,
                    List.of(),
                    clock.instant());
            throw e;
        }
        return execution;
    }

    /**
     * Starts an execution under an id that a retry makes again: however often it is called, one execution runs.
     *
     * @param causationIds what brought it about, such as events and triggers
     */
    public Execution startOnce(
            Revision revision,
            ExecutionKind kind,
            String id,
            JsonNode request,
            String correlationId,
            List<String> causationIds) {
        Execution execution =
                executions.create(draft(revision, kind, id, request, clock.instant(), correlationId, causationIds));
        if (execution.status() == ExecutionStatus.RUNNING) {
            machines.start(kind, id, input(execution, Json.parse(execution.request())));
        }
        return execution;
    }

    private static Execution draft(
            Revision revision,
            ExecutionKind kind,
            String id,
            JsonNode request,
            Instant now,
            String correlationId,
            List<String> causationIds) {
        return new Execution(
                revision.workspace(),
                id,
                revision.project(),
                kind,
                revision.id(),
                request.toString(),
                ExecutionStatus.RUNNING,
                null,
                null,
                now,
                null,
                correlationId,
                causationIds);
    }

    private static String input(Execution execution, JsonNode request) {
        return Json.write(new MachineInput(ExecutionContext.of(execution), request));
    }
}
