package dev.tidemill.contract.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.failure.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a worker returns. A known failure is returned, with its problem; an exception means "try again".
 *
 * @param outcome {@code SUCCEEDED} or {@code FAILED}
 * @param result null unless it succeeded
 * @param problem null unless it failed
 * @param events to be published once the execution has ended
 */
public record WorkerOutcome(
        String outcome, @Nullable JsonNode result, @Nullable Problem problem, List<OutcomeEvent> events) {
    /** Text of {@code outcome} for success. */
    public static final String SUCCEEDED = "SUCCEEDED";

    /** Text of {@code outcome} for a known failure. */
    public static final String FAILED = "FAILED";

    public WorkerOutcome {
        events = events == null ? List.of() : List.copyOf(events);
    }

    /** Success with a record as its result. */
    public static WorkerOutcome succeeded(Object result, OutcomeEvent... events) {
        return new WorkerOutcome(SUCCEEDED, Json.tree(result), null, List.of(events));
    }

    /** A known failure. */
    public static WorkerOutcome failed(Problem problem) {
        return new WorkerOutcome(FAILED, null, problem, List.of());
    }

    /** Tells whether it succeeded; for code only, not written. */
    public boolean hasSucceeded() {
        return outcome.equals(SUCCEEDED);
    }

    /**
     * A fact that the work established, or found established by work whose end may never have been recorded.
     *
     * @param type such as {@code DatasetIngested}
     * @param establishedBy id of the execution that established it; null for the one that tells it. The same fact has the
     *     same event id, whichever execution tells it, so that telling it again brings nothing about twice.
     */
    public record OutcomeEvent(
            String type,
            String subject,
            JsonNode detail,
            @Nullable String establishedBy) {
        public OutcomeEvent(String type, String subject, Object detail) {
            this(type, subject, Json.tree(detail), null);
        }
    }
}
