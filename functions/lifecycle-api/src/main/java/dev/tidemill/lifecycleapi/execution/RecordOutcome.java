package dev.tidemill.lifecycleapi.execution;

import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.ErrorCause;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.contract.workflow.WorkerOutcome.OutcomeEvent;
import dev.tidemill.core.event.Event;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.lifecycle.Execution;
import dev.tidemill.core.lifecycle.ExecutionStatus;
import dev.tidemill.core.lifecycle.Executions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Closes an execution with what its state machine came to, and records its events in the same transaction. Repeating it
 * changes nothing. Safe for use by several threads.
 */
public final class RecordOutcome {
    private static final int EVENT_VERSION = 1;

    private final Executions executions;
    private final InstantSource clock;

    public RecordOutcome(Executions executions, InstantSource clock) {
        this.executions = executions;
        this.clock = clock;
    }

    /**
     * Records the outcome of the last worker.
     *
     * @return the outcome as it was given
     */
    public WorkerOutcome record(ExecutionContext execution, WorkerOutcome outcome) {
        Instant now = clock.instant();
        if (outcome.hasSucceeded()) {
            String result = outcome.result() == null ? "{}" : outcome.result().toString();
            executions.end(
                    execution.tenant(),
                    execution.id(),
                    ExecutionStatus.SUCCEEDED,
                    result,
                    null,
                    events(execution, outcome, now),
                    now);
            return outcome;
        }
        Problem problem = outcome.problem() == null
                ? new Problem("UNKNOWN", "The worker failed without saying why.")
                : outcome.problem();
        executions.end(
                execution.tenant(),
                execution.id(),
                ExecutionStatus.FAILED,
                null,
                problem,
                events(execution, outcome, now),
                now);
        return outcome;
    }

    /**
     * Records an error that the state machine caught: every try ended in an exception, a timeout or a lost worker.
     *
     * @param error the name that Step Functions gives it, such as {@code States.Timeout}
     * @param cause what it says of it, often JSON with a stack trace, of which only the message is kept
     */
    public WorkerOutcome recordError(ExecutionContext execution, String error, String cause) {
        return record(execution, WorkerOutcome.failed(problem(error, cause)));
    }

    /**
     * Closes an execution whose state machine ended without recording it: it timed out, was stopped from outside, or
     * could not reach the record. One that has been closed stays as it is.
     *
     * @param status of the state machine's execution: {@code FAILED}, {@code TIMED_OUT} or {@code ABORTED}
     * @param error the name that Step Functions gives it; empty when it gives none
     * @return whether it was still open
     */
    public boolean recordStopped(ExecutionContext execution, String status, String error, String cause) {
        Optional<Execution> stored = executions.find(execution.tenant(), execution.id());
        if (stored.isEmpty() || stored.get().status() != ExecutionStatus.RUNNING) {
            return false;
        }
        record(execution, WorkerOutcome.failed(stopped(status, error, cause)));
        return true;
    }

    private static Problem stopped(String status, String error, String cause) {
        String said = ErrorCause.of(cause).after(error);
        String why = said.isEmpty() ? "" : " Step Functions says: " + said;
        return switch (status) {
            case "TIMED_OUT" -> new Problem("TIMED_OUT", "The state machine took longer than its limit." + why);
            case "ABORTED" -> new Problem("ABORTED", "The state machine was stopped from outside." + why);
            default ->
                new Problem(
                        "NOT_RECORDED",
                        "The state machine ended without recording what it came to, so that some of its work may stand."
                                + why);
        };
    }

    private static Problem problem(String error, String cause) {
        if (error.equals("States.Timeout") || error.equals("States.HeartbeatTimeout")) {
            return new Problem("TIMED_OUT", "A step took longer than its limit.");
        }
        String message = ErrorCause.of(cause).message();
        if (error.equals(CancelExecution.ERROR)) {
            return new Problem("CANCELLED", message);
        }
        return new Problem(
                "STEP_FAILED",
                "A step failed each time it was tried: " + (message.isEmpty() ? "no message" : message) + " (" + error
                        + ")");
    }

    private static List<Event> events(ExecutionContext execution, WorkerOutcome outcome, Instant now) {
        List<Event> events = new ArrayList<>();
        for (OutcomeEvent fact : outcome.events()) {
            List<String> causes = new ArrayList<>(execution.causationIds());
            causes.add(execution.id());
            if (fact.establishedBy() != null && !fact.establishedBy().equals(execution.id())) {
                causes.add(fact.establishedBy());
            }
            events.add(new Event(
                    id(execution, fact),
                    fact.type(),
                    EVENT_VERSION,
                    now,
                    execution.tenant(),
                    execution.project(),
                    fact.subject(),
                    execution.correlationId(),
                    causes,
                    fact.detail().toString()));
        }
        return List.copyOf(events);
    }

    /** One id for one fact: what an execution established of a subject, whichever execution tells it. */
    private static String id(ExecutionContext execution, OutcomeEvent fact) {
        Map<String, Object> business = new LinkedHashMap<>();
        business.put("workspace", execution.workspace());
        business.put("project", execution.project());
        business.put("execution", Objects.requireNonNullElse(fact.establishedBy(), execution.id()));
        business.put("type", fact.type());
        business.put("subject", fact.subject());
        business.put("detail", fact.detail());
        return Json.hash(business);
    }
}
