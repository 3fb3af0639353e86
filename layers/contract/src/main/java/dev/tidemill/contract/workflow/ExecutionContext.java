package dev.tidemill.contract.workflow;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.lifecycle.Execution;
import java.util.List;

/**
 * What every worker is told of the execution it works for.
 *
 * @param kind word of the kind, such as {@code training}
 */
public record ExecutionContext(
        String workspace,
        String id,
        String project,
        String revision,
        String kind,
        String correlationId,
        List<String> causationIds) {
    public ExecutionContext {
        causationIds = causationIds == null ? List.of() : List.copyOf(causationIds);
    }

    /** The context of a stored execution. */
    public static ExecutionContext of(Execution execution) {
        return new ExecutionContext(
                execution.workspace().name(),
                execution.id(),
                execution.project(),
                execution.revision(),
                execution.kind().word(),
                execution.correlationId(),
                execution.causationIds());
    }

    /** The workspace as a checked name. */
    public Workspace tenant() {
        return new Workspace(workspace);
    }

    /** What the keys of this execution's objects in the artifacts store begin with. */
    public String folder() {
        return folder(tenant(), id);
    }

    /** What the keys of an execution's objects in the artifacts store begin with. */
    public static String folder(Workspace workspace, String id) {
        return "w/" + workspace.name() + "/executions/" + id + "/";
    }
}
