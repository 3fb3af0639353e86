package dev.tidemill.trackingapi;

import dev.tidemill.aws.lambda.HttpRequest;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.Caller;
import dev.tidemill.core.access.Entrance;
import dev.tidemill.core.access.Permissions;
import dev.tidemill.core.access.Role;
import dev.tidemill.core.access.Subject;
import dev.tidemill.trackingapi.wire.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which role each of MLflow's routes needs.
 *
 * <table>
 * <caption>Roles</caption>
 * <tr><th>role</th><th>may</th></tr>
 * <tr><td>read</td><td>get, search and list; download artifacts, also by presigned addresses</td></tr>
 * <tr><td>contribute</td><td>create and change experiments, runs, logged models, models and versions; upload artifacts;
 * delete what can be restored: experiments, runs, logged models, and tags</td></tr>
 * <tr><td>approve</td><td>move and delete aliases, move a version to stage Production, rename a model: all of it
 * changes what is served</td></tr>
 * <tr><td>administer</td><td>delete for good: models, versions, artifacts; webhooks, which tell others outside</td></tr>
 * </table>
 *
 * What the registry asks of a change beyond that, it asks itself.
 */
final class TrackingPermissions {
    private static final String STAGE = "POST /api/mlflow/model-versions/transition-stage";

    /** Routes that tell nothing of a workspace; the client asks some of them before it knows one. */
    private static final Set<String> OUTSIDE_WORKSPACES = Set.of(
            "GET /health",
            "GET /version",
            "GET /api/mlflow/server-info",
            "GET /api/mlflow/server-features",
            "GET /api/mlflow/workspaces",
            "GET /api/mlflow/workspaces/{}");

    private static final List<String> READ = List.of(
            "GET experiments/get, experiments/get-by-name, experiments/search, runs/get, metrics/get-history,"
                    + " metrics/get-history-bulk, metrics/get-history-bulk-interval, artifacts/list",
            "POST experiments/search, experiments/search-datasets, runs/search, artifacts/presigned-download-url",
            "GET logged-models/{}, logged-models:batchGet, logged-models/{}/artifacts/directories, logged-models/{}/artifacts/files",
            "POST logged-models/search",
            "GET registered-models/get, registered-models/search, registered-models/get-latest-versions,"
                    + " registered-models/alias, model-versions/get, model-versions/search,"
                    + " model-versions/get-download-uri, model-versions/get-artifact, get-artifact",
            "POST registered-models/get-latest-versions",
            "GET /mlflow-artifacts/artifacts, /mlflow-artifacts/artifacts/{+}, /mlflow-artifacts/presigned/{+}");

    private static final List<String> CONTRIBUTE = List.of(
            "POST experiments/create, experiments/update, experiments/delete, experiments/restore,"
                    + " experiments/set-experiment-tag, experiments/delete-experiment-tag",
            "POST runs/create, runs/update, runs/delete, runs/restore, runs/log-metric, runs/log-parameter,"
                    + " runs/log-batch, runs/set-tag, runs/delete-tag, runs/log-inputs, runs/outputs, runs/log-model",
            "POST logged-models, logged-models/{}/params",
            "PATCH logged-models/{}, logged-models/{}/tags",
            "DELETE logged-models/{}, logged-models/{}/tags/{}, logged-models/{}/tags/{+}",
            "POST artifacts/presigned-upload-url, upload-artifact",
            "PUT /mlflow-artifacts/artifacts/{+}",
            "POST /mlflow-artifacts/mpu/create/{+}, /mlflow-artifacts/mpu/complete/{+}, /mlflow-artifacts/mpu/abort/{+}",
            "POST /mlflow-artifacts/mpu/create, /mlflow-artifacts/mpu/complete, /mlflow-artifacts/mpu/abort",
            "POST /mlflow-artifacts/mpu/create/, /mlflow-artifacts/mpu/complete/, /mlflow-artifacts/mpu/abort/",
            "POST registered-models/create, registered-models/set-tag, model-versions/create, model-versions/set-tag,"
                    + " model-versions/transition-stage",
            "PATCH registered-models/update, model-versions/update",
            "DELETE registered-models/delete-tag, model-versions/delete-tag");

    private static final List<String> APPROVE =
            List.of("POST registered-models/alias, registered-models/rename", "DELETE registered-models/alias");

    private static final List<String> ADMINISTER = List.of(
            "DELETE registered-models/delete, model-versions/delete, /mlflow-artifacts/artifacts/{+}",
            "GET webhooks, webhooks/{}",
            "POST webhooks, webhooks/{}/test",
            "PATCH webhooks/{}",
            "DELETE webhooks/{}");

    private static final Pattern MODEL = Pattern.compile("/(registered-models|model-versions)/");

    static final Permissions TABLE = table();

    private TrackingPermissions() {}

    /** A request with the role that its caller has for it, where he signed: at a project's model it may be another. */
    static HttpRequest admitted(String route, HttpRequest request, Workspace workspace, Entrance entrance) {
        Caller caller = request.caller();
        if (caller.signer() == null) {
            return request;
        }
        String model = MODEL.matcher(route).find() ? Parameters.of(request).textOrEmpty("name") : "";
        return request.of(
                entrance.admit(caller, workspace, model.isEmpty() ? Subject.WORKSPACE : Subject.model(model)));
    }

    /**
     * Lets a request pass.
     *
     * @param route as {@link TrackingApi#routes()} has it
     * @throws dev.tidemill.core.failure.ProblemException {@code PERMISSION_DENIED}
     */
    static void check(String route, HttpRequest request, Workspace workspace) {
        Caller caller = request.caller();
        TABLE.check(route, caller, workspace);
        if (route.equals(STAGE)
                && !caller.may(Role.APPROVE)
                && Parameters.of(request).textOrEmpty("stage").strip().equalsIgnoreCase("Production")) {
            Permissions.check("stage Production", Role.APPROVE, caller);
        }
    }

    private static Permissions table() {
        List<String> read = new ArrayList<>(OUTSIDE_WORKSPACES);
        read.addAll(List.of(
                "GET /get-artifact",
                "GET /model-versions/get-artifact",
                "POST /graphql",
                // MLflow's own description of this call lacks the slash before mlflow, and so does what clients ask
                // for.
                "POST /api/2.0mlflow/experiments/search-datasets",
                "POST /ajax-api/2.0mlflow/experiments/search-datasets"));
        read.addAll(routes(READ));
        return Permissions.of(
                Map.of(
                        Role.READ, read,
                        Role.CONTRIBUTE, routes(CONTRIBUTE),
                        Role.APPROVE, routes(APPROVE),
                        Role.ADMINISTER, routes(ADMINISTER)),
                OUTSIDE_WORKSPACES);
    }

    /** From a method and paths below the prefixes: below {@code mlflow} unless they begin with a slash. */
    private static List<String> routes(List<String> lines) {
        return lines.stream()
                .flatMap(line -> {
                    int space = line.indexOf(' ');
                    return Pattern.compile(", *")
                            .splitAsStream(line.substring(space + 1))
                            .map(path -> line.substring(0, space + 1) + "/api"
                                    + (path.startsWith("/") ? path : "/mlflow/" + path));
                })
                .toList();
    }
}
