package dev.tidemill.registration;

import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.registry.RegisteredModel;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.registry.Registry.Rebuilt;
import java.util.ArrayList;
import java.util.List;

/**
 * Folds the events of a workspace's models again and compares the result with what is stored; replaces what differs when
 * asked to.
 */
final class RebuildRegistry {
    private final Registry registry;

    RebuildRegistry(Registry registry) {
        this.registry = registry;
    }

    /**
     * What rebuilding answers.
     *
     * @param equal whether nothing differed
     * @param models what was found of each
     * @param refused the models whose events do not tell enough, with the reason
     */
    record Found(boolean equal, List<Rebuilt> models, List<Problem> refused) {}

    /**
     * Rebuilds one model, when the request names one in {@code model}, or all that there are. {@code repair} says
     * whether to replace what differs.
     */
    WorkerOutcome rebuild(WorkerCall call) {
        Workspace workspace = call.execution().tenant();
        String asked = call.request().path("model").asText("");
        boolean repair = call.request().path("repair").asBoolean(false);
        List<String> names = asked.isEmpty()
                ? registry.models(workspace).stream().map(RegisteredModel::name).toList()
                : List.of(asked);
        List<Rebuilt> models = new ArrayList<>();
        List<Problem> refused = new ArrayList<>();
        for (String name : names) {
            try {
                models.add(registry.rebuild(workspace, name, repair));
            } catch (ProblemException e) {
                refused.add(e.problem());
            }
        }
        boolean equal = refused.isEmpty()
                && models.stream().allMatch(found -> found.differences().isEmpty());
        return WorkerOutcome.succeeded(new Found(equal, models, refused));
    }
}
