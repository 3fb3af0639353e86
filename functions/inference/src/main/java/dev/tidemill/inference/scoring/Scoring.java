package dev.tidemill.inference.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.inference.serving.ServedModels;
import dev.tidemill.inference.serving.VersionRequest;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps by name: {@code plan}, {@code score} for each chunk, {@code finish}; and {@code verify}. */
public final class Scoring {
    private final ServedModels models;
    private final PlanScoring plan;
    private final ScoreChunk score;
    private final FinishScoring finish;
    private final VerifyBatch verify;

    private Scoring(ServedModels models, PlanScoring plan, ScoreChunk score, FinishScoring finish, VerifyBatch verify) {
        this.models = models;
        this.plan = plan;
        this.score = score;
        this.finish = finish;
        this.verify = verify;
    }

    /** All steps over some stores. */
    public static Scoring of(ServedModels models, ScoringStores stores, InstantSource clock) {
        return of(models, stores, clock, PlanScoring.CHUNK_ROWS);
    }

    /**
     * All steps with chunks of a size.
     *
     * @param chunkRows rows of a chunk, at least 1
     */
    public static Scoring of(ServedModels models, ScoringStores stores, InstantSource clock, int chunkRows) {
        return new Scoring(
                models,
                new PlanScoring(models, stores, chunkRows),
                new ScoreChunk(models, stores, clock),
                new FinishScoring(stores),
                new VerifyBatch());
    }

    /**
     * Does one step.
     *
     * @throws ProblemException {@code UNKNOWN_ACTION}, {@code INVALID_CALL} or what the step fails by
     */
    public WorkerOutcome step(WorkerCall call) {
        return switch (call.action()) {
            case "plan" ->
                WorkerOutcome.succeeded(plan.plan(call.execution(), Json.read(call.request(), ScoringRequest.class)));
            case "score" ->
                WorkerOutcome.succeeded(score.score(
                        call.execution(),
                        Json.read(result(call), ScoringPlan.class),
                        Json.read(required(call.item(), "item", "a chunk of the plan"), ScoringPlan.Chunk.class)));
            case "finish" ->
                WorkerOutcome.succeeded(
                        finish.finish(call.execution(), Json.read(result(call), FinishScoring.Scored.class)));
            case "verify" ->
                verify.verify(Json.read(call.request(), VersionRequest.class)
                        .find(models, call.execution().tenant()));
            default ->
                throw new ProblemException(
                        "UNKNOWN_ACTION",
                        "The scoring function has no action '" + call.action() + "'.",
                        List.of(new Problem.Detail("action", call.action(), "plan, score, finish or verify")));
        };
    }

    private static JsonNode result(WorkerCall call) {
        JsonNode previous = call.previous();
        return required(
                previous == null ? null : previous.get("result"), "previous.result", "the result of the step before");
    }

    private static JsonNode required(@Nullable JsonNode node, String place, String expected) {
        if (node == null || !node.isObject()) {
            throw new ProblemException(
                    "INVALID_CALL",
                    "The step was called without what it works on.",
                    List.of(new Problem.Detail(place, String.valueOf(node), expected)));
        }
        return node;
    }
}
