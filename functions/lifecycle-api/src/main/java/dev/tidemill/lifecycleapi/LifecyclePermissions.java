package dev.tidemill.lifecycleapi;

import dev.tidemill.core.access.Permissions;
import dev.tidemill.core.access.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which role each route of {@code /v1} needs.
 *
 * <table>
 * <caption>Roles</caption>
 * <tr><th>role</th><th>may</th></tr>
 * <tr><td>read</td><td>look at everything but tokens, export versions, ask for addresses to download files from, check a project without
 * pushing it, read online features</td></tr>
 * <tr><td>contribute</td><td>push revisions, upload, ingest, materialize, train (whether a training's version is
 * promoted, the gates of the project decide), train on the own machine, score, monitor, cancel; edit cards, import
 * versions and complete their records, change their status where {@link dev.tidemill.core.registry.VersionStatus} asks for no higher role</td></tr>
 * <tr><td>approve</td><td>deploy; approve versions, reject them, and move them into and out of production; guard
 * aliases</td></tr>
 * <tr><td>administer</td><td>issue, list and revoke tokens</td></tr>
 * </table>
 */
final class LifecyclePermissions {
    private static final Set<String> OUTSIDE_WORKSPACES = Set.of("GET /v1/openapi.json");

    static final Permissions TABLE = Permissions.of(
            Map.of(
                    Role.READ,
                    List.of(
                            "GET /v1",
                            "GET /v1/openapi.json",
                            "GET /v1/projects",
                            "GET /v1/projects/{}",
                            "GET /v1/projects/{}/revisions/{}",
                            "POST /v1/projects/{}/revisions:validate",
                            "GET /v1/projects/{}/datasets",
                            "GET /v1/projects/{}/datasets/{}/quarantine",
                            "GET /v1/projects/{}/datasets/{}/profile",
                            "GET /v1/projects/{}/datasets/{}/files",
                            "POST /v1/projects/{}/features:online",
                            "GET /v1/projects/{}/executions",
                            "GET /v1/projects/{}/triggers",
                            "GET /v1/projects/{}/reports/{}",
                            "GET /v1/projects/{}/reports/{}/files",
                            "GET /v1/executions/{}",
                            "GET /v1/executions/{}/history",
                            "GET /v1/executions/{}/logs",
                            "GET /v1/scorings/{}/results",
                            "GET /v1/models",
                            "GET /v1/models/{}",
                            "GET /v1/models/{}/history",
                            "GET /v1/models/{}/versions/{}",
                            "GET /v1/models/{}/versions/{}/files",
                            "GET /v1/models/{}/versions/{}/card",
                            "POST /v1/models/{}/versions/{}:export",
                            "GET /v1/models/{}/aliases/{}",
                            "GET /v1/lineage"),
                    Role.CONTRIBUTE,
                    List.of(
                            "POST /v1/projects/{}/revisions",
                            "PUT /v1/projects/{}/revisions",
                            "POST /v1/projects/{}/uploads",
                            "POST /v1/projects/{}/ingestions",
                            "POST /v1/projects/{}/materializations",
                            "POST /v1/projects/{}/trainings",
                            "POST /v1/projects/{}/scorings",
                            "POST /v1/projects/{}/monitorings",
                            "POST /v1/executions/{}:cancel",
                            "GET /v1/executions/{}/training",
                            "POST /v1/executions/{}/artifacts",
                            "POST /v1/executions/{}:complete",
                            "PUT /v1/models/{}/versions/{}/card",
                            "POST /v1/models/{}/versions/{}/status",
                            "POST /v1/models/{}/uploads",
                            "POST /v1/models/{}/versions",
                            "POST /v1/models/{}/versions/{}:record",
                            "POST /v1/models:import"),
                    Role.APPROVE,
                    List.of(
                            "POST /v1/projects/{}/deployments",
                            "POST /v1/models/{}/versions/{}/approvals",
                            "PUT /v1/models/{}/aliases/{}/rule"),
                    Role.ADMINISTER,
                    List.of("POST /v1/tokens", "GET /v1/tokens", "GET /v1/tokens/{}", "DELETE /v1/tokens/{}")),
            OUTSIDE_WORKSPACES);

    private LifecyclePermissions() {}
}
