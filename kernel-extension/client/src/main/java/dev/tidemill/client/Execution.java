package dev.tidemill.client;

import dev.tidemill.core.failure.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of long work as the API last told of it.
 *
 * @param kind such as {@code training}
 * @param status RUNNING, SUCCEEDED, FAILED or CANCELLED
 * @param revision of the project that it runs
 * @param result absent until it has succeeded
 * @param problem null unless it has failed
 * @param endedAt null while it runs
 * @param causationIds what caused it, such as an event's id
 * @param source everything the API told
 */
public record Execution(
        String id,
        String project,
        String kind,
        String status,
        String revision,
        Document request,
        Document result,
        @Nullable Problem problem,
        Instant startedAt,
        @Nullable Instant endedAt,
        String correlationId,
        List<String> causationIds,
        Document source) {
    static Execution of(Document json) {
        Document problem = json.at("problem");
        return new Execution(
                json.at("id").text(),
                json.at("project").text(""),
                json.at("kind").text(""),
                json.at("status").text(),
                json.at("revision").text(""),
                json.at("request"),
                json.at("result"),
                problem.isPresent() ? ApiErrors.problem(problem) : null,
                json.at("startedAt").instant(),
                json.at("endedAt").instantOrNull(),
                json.at("correlationId").text(""),
                json.at("causationIds").texts(),
                json);
    }

    /** Tells whether it still runs. */
    public boolean isRunning() {
        return status.equals("RUNNING");
    }

    /** Tells whether it has succeeded. */
    public boolean hasSucceeded() {
        return status.equals("SUCCEEDED");
    }

    /** How long it ran; null while it runs. */
    public @Nullable Duration duration() {
        return endedAt == null ? null : Duration.between(startedAt, endedAt);
    }

    /**
     * This execution, if it has succeeded.
     *
     * @throws TidemillException with its problem's code when it failed, {@code CANCELLED} or {@code STILL_RUNNING}
     */
    public Execution orThrow() {
        if (hasSucceeded()) {
            return this;
        }
        if (problem != null) {
            throw new TidemillException(0, problem.code(), problem.message(), problem.details(), correlationId, null);
        }
        String code = isRunning() ? "STILL_RUNNING" : status;
        throw new TidemillException(
                0, code, "The " + kind + " " + id + " is " + status + ".", List.of(), correlationId, null);
    }
}
