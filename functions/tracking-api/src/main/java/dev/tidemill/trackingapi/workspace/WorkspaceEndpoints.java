package dev.tidemill.trackingapi.workspace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.Caller;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.Endpoint;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import java.util.Map;

/**
 * Which workspaces there are. A workspace begins with the first thing that is put into it, so that every well-formed
 * name is one: the list has the caller's own, or the one that was asked in.
 */
public final class WorkspaceEndpoints {
    /** Every endpoint by method and path below {@code mlflow}. */
    public Map<String, Endpoint> endpoints() {
        return Map.of(
                "GET workspaces", WorkspaceEndpoints::list, "GET workspaces/{workspace_name}", WorkspaceEndpoints::get);
    }

    private static ObjectNode list(Call call) {
        Workspace own = call.request().caller().workspace();
        ObjectNode answer = Json.object();
        answer.putArray("workspaces").addObject().put("name", (own == null ? call.workspace() : own).name());
        return answer;
    }

    private static ObjectNode get(Call call) {
        String name = call.parameters().required("workspace_name");
        Caller caller = call.request().caller();
        try {
            if (caller.mayEnter(new Workspace(name))) {
                ObjectNode answer = Json.object();
                answer.putObject("workspace").put("name", name);
                return answer;
            }
        } catch (IllegalArgumentException e) {
            throw MlflowErrors.invalid(String.valueOf(e.getMessage()));
        }
        throw MlflowErrors.absent("Workspace '" + name + "' not found");
    }
}
