package dev.tidemill.registration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.contract.workflow.WorkerOutcome.OutcomeEvent;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.registry.Registry.Change;
import dev.tidemill.core.registry.RegistryEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Moves an alias to a version that has been verified. The champion is in production and the version before it archived;
 * other aliases change no status. Promoting again, after a lost answer, finds the move made and answers the same.
 */
final class PromoteVersion {
    private static final String CHAMPION = "champion";

    private final Registry registry;

    PromoteVersion(Registry registry) {
        this.registry = registry;
    }

    /**
     * What a promotion answers.
     *
     * @param previousVersion where the alias pointed before; null when it was new
     */
    record Promoted(
            String model,
            String alias,
            int version,
            @Nullable Integer previousVersion) {}

    /**
     * Promotes.
     *
     * @throws ProblemException {@code NO_SUCH_VERSION} when there is none of this number, {@code INVALID_REQUEST} when
     *     the request names no model or version
     */
    WorkerOutcome promote(WorkerCall call, Instant now) {
        ExecutionContext execution = call.execution();
        Workspace workspace = execution.tenant();
        String model = call.request().path("model").asText("");
        JsonNode asked = call.request().path("version");
        int version = asked.asInt(0);
        if (model.isEmpty() || version < 1) {
            throw new ProblemException(
                    "INVALID_REQUEST",
                    "A deployment names a model and one of its versions.",
                    List.of(
                            new Problem.Detail("request.model", model, "a registered model's name"),
                            new Problem.Detail("request.version", asked.asText(""), "a version number from 1")));
        }
        String alias = call.request().path("alias").asText(CHAMPION);
        String why = call.request().path("why").asText("verified online and in batch");
        Change change = new Change(Requester.of(call), why, execution.correlationId(), now)
                .because(causes(execution), Map.of());
        if (alias.equals(CHAMPION)) {
            registry.promote(workspace, model, alias, version, change);
        } else {
            registry.moveAlias(workspace, model, alias, version, change);
        }
        Integer previous = previous(workspace, model, alias);
        Promoted promoted = new Promoted(model, alias, version, previous);
        return WorkerOutcome.succeeded(
                promoted,
                new OutcomeEvent(
                        "DeploymentCompleted",
                        model,
                        Json.object()
                                .put("model", model)
                                .put("version", version)
                                .put("alias", alias)
                                .put("executionId", execution.id())));
    }

    private static List<String> causes(ExecutionContext execution) {
        List<String> causes = new ArrayList<>(execution.causationIds());
        causes.add(execution.id());
        return causes;
    }

    /** Where the alias pointed before its last move, which a repeated step asks the history for. */
    private @Nullable Integer previous(Workspace workspace, String model, String alias) {
        Integer previous = null;
        for (RegistryEvent event : registry.history(workspace, model)) {
            if (event.type().equals("AliasMoved") && alias.equals(event.alias())) {
                String before = event.before().get(RegistryEvent.aliasField(alias));
                previous = before == null ? null : Integer.valueOf(before);
            }
        }
        return previous;
    }
}
