package dev.tidemill.trackingapi;

import dev.tidemill.aws.lambda.HttpInvocation;
import dev.tidemill.aws.lambda.HttpRequest;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.Entrance;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.loggedmodel.LoggedModels;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.core.tracking.Tracking;
import dev.tidemill.trackingapi.artifact.ArtifactEndpoints;
import dev.tidemill.trackingapi.artifact.ArtifactTree;
import dev.tidemill.trackingapi.artifact.ModelVersionAddresses;
import dev.tidemill.trackingapi.experiment.ExperimentEndpoints;
import dev.tidemill.trackingapi.graphql.GraphQlEndpoint;
import dev.tidemill.trackingapi.loggedmodel.LoggedModelEndpoints;
import dev.tidemill.trackingapi.loggedmodel.ModelFileEndpoints;
import dev.tidemill.trackingapi.loggedmodel.ModelMetrics;
import dev.tidemill.trackingapi.model.AliasEndpoints;
import dev.tidemill.trackingapi.model.ModelVersionEndpoints;
import dev.tidemill.trackingapi.model.RegisteredModelEndpoints;
import dev.tidemill.trackingapi.run.DatasetEndpoints;
import dev.tidemill.trackingapi.run.LogEndpoints;
import dev.tidemill.trackingapi.run.MetricEndpoints;
import dev.tidemill.trackingapi.run.ModelLogEndpoints;
import dev.tidemill.trackingapi.run.RunEndpoints;
import dev.tidemill.trackingapi.run.RunLinkEndpoints;
import dev.tidemill.trackingapi.run.RunNames;
import dev.tidemill.trackingapi.run.RunSearchEndpoint;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.Endpoint;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Routes;
import dev.tidemill.trackingapi.workspace.WorkspaceEndpoints;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the endpoint of a request. Every path exists under {@code /api} and {@code /ajax-api}, versions 2.0 and 3.0, and
 * behind {@code /w/(workspace)}. Without that prefix the header {@code X-MLFLOW-WORKSPACE} selects the workspace; with it
 * the header must agree.
 */
final class TrackingApi implements HttpInvocation.Refusals {
    /** The release whose protocol is spoken. */
    static final String MLFLOW_VERSION = "3.6.0";

    private static final Pattern FILES = Pattern.compile("/mlflow-artifacts/artifacts/|/upload-artifact$");
    private static final Pattern PATH = Pattern.compile("(?:/w/(?<workspace>[^/]+))?/*(?<rest>/.*)");

    private final Routes routes = new Routes();
    private final InstantSource clock;
    private Entrance entrance = Entrance.CLOSED;

    TrackingApi(
            Tracking tracking,
            LoggedModels loggedModels,
            Registry registry,
            ObjectStore artifacts,
            RunNames names,
            Supplier<String> newRunIds,
            InstantSource clock) {
        this.clock = clock;
        routes.root(Map.of(
                "GET /health", call -> HttpResponse.text(200, "text/plain", "OK"),
                "GET /version", call -> HttpResponse.text(200, "text/plain", MLFLOW_VERSION)));
        routes.mlflow(new ExperimentEndpoints(tracking).endpoints());
        routes.mlflow(new RunEndpoints(tracking, names, newRunIds).endpoints());
        RunSearchEndpoint runSearch = new RunSearchEndpoint(tracking);
        routes.versioned(Map.of("POST /mlflow/runs/search", runSearch));
        routes.mlflow(new LogEndpoints(tracking, new ModelMetrics(loggedModels)).endpoints());
        routes.mlflow(new RunLinkEndpoints(tracking).endpoints());
        routes.mlflow(new MetricEndpoints(tracking).endpoints());
        routes.mlflow(new ModelLogEndpoints(tracking).endpoints());
        Endpoint datasets = new DatasetEndpoints(tracking)::search;
        routes.mlflow(Map.of("POST experiments/search-datasets", datasets));
        // In MLflow's own description of this call the slash before mlflow is missing, and so in what clients ask for.
        routes.root(Map.of(
                "POST /api/2.0mlflow/experiments/search-datasets", Routes.json(datasets),
                "POST /ajax-api/2.0mlflow/experiments/search-datasets", Routes.json(datasets)));
        routes.mlflow(
                Map.of("GET server-info", call -> ServerInfo.json(call.request().path())));
        ArtifactTree tree = new ArtifactTree(artifacts);
        ArtifactEndpoints files = new ArtifactEndpoints(
                tracking,
                loggedModels,
                artifacts,
                tree,
                new ModelVersionAddresses(registry, tracking, loggedModels, artifacts));
        routes.mlflow(files.endpoints()).versioned(files.versioned()).root(files.root());
        routes.mlflow(new LoggedModelEndpoints(tracking, loggedModels, names::next, newRunIds).endpoints());
        ModelFileEndpoints modelFiles = new ModelFileEndpoints(loggedModels, tree);
        routes.mlflow(modelFiles.endpoints());
        routes.versioned(modelFiles.files());
        routes.mlflow(new RegisteredModelEndpoints(registry, artifacts).endpoints());
        routes.mlflow(new WorkspaceEndpoints().endpoints());
        routes.mlflow(new AliasEndpoints(registry, artifacts).endpoints());
        routes.mlflow(new ModelVersionEndpoints(registry, loggedModels, tracking, artifacts).endpoints());
        routes.root(new GraphQlEndpoint(endpoint ->
                        endpoint.equals("POST runs/search") ? Optional.of(runSearch::json) : routes.mlflow(endpoint))
                .endpoints());
    }

    /** Adds endpoints below {@code mlflow}, before the first request. */
    TrackingApi with(Map<String, Endpoint> endpoints) {
        routes.mlflow(endpoints);
        return this;
    }

    /** Gives callers who signed their role, before the first request; without it they are let in nowhere. */
    TrackingApi admitting(Entrance by) {
        entrance = by;
        return this;
    }

    HttpResponse answer(HttpRequest asked) {
        HttpRequest request = asked;
        try {
            Matcher path = PATH.matcher(request.path());
            if (!path.matches()) {
                return MlflowErrors.noEndpoint(request);
            }
            Workspace workspace = workspace(request, path.group("workspace"));
            Optional<Routes.Found> found = routes.find(request.method(), path.group("rest"));
            if (found.isEmpty()) {
                return MlflowErrors.noEndpoint(request);
            }
            request = TrackingPermissions.admitted(found.get().route(), request, workspace, entrance);
            TrackingPermissions.check(found.get().route(), request, workspace);
            Call call = new Call(request, workspace, found.get().variables(), clock.instant());
            return found.get().endpoint().answer(call);
        } catch (ProblemException e) {
            return MlflowErrors.response(e.problem());
        }
    }

    /** Named by the path, or else by the header, or else the default one. */
    private static Workspace workspace(HttpRequest request, @Nullable String inPath) {
        Optional<String> inHeader =
                request.header("x-mlflow-workspace").map(String::strip).filter(header -> !header.isEmpty());
        if (inPath != null && inHeader.isPresent() && !inHeader.get().equals(inPath)) {
            throw MlflowErrors.invalid("Header X-MLFLOW-WORKSPACE names workspace '" + inHeader.get()
                    + "', the path workspace '" + inPath + "': they must agree.");
        }
        try {
            return new Workspace(inPath == null ? inHeader.orElse(Workspace.DEFAULT.name()) : inPath);
        } catch (IllegalArgumentException e) {
            throw MlflowErrors.invalid(String.valueOf(e.getMessage()));
        }
    }

    /** Every route as {@link Routes#routes()} has it. */
    Set<String> routes() {
        return routes.routes();
    }

    @Override
    public HttpResponse bodyTooLarge(HttpRequest request, long bytes) {
        String instead = FILES.matcher(request.path()).find()
                ? " Send a larger file in parts, for which the Python client needs MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD"
                        + "=true and MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE=" + HttpInvocation.MOST_BYTES
                        + ", or keep the experiment's artifacts at an s3:// address, where clients with AWS credentials"
                        + " write them themselves."
                : "";
        return MlflowErrors.error(
                413,
                MlflowErrors.INVALID,
                "The request's body has " + bytes + " bytes: expected at most " + HttpInvocation.MOST_BYTES + "."
                        + instead);
    }

    @Override
    public HttpResponse answerTooLarge(HttpRequest request, long bytes) {
        return MlflowErrors.error(
                400,
                MlflowErrors.INVALID,
                "The answer would have " + bytes + " bytes, more than " + HttpInvocation.MOST_BYTES
                        + ": ask for fewer results by max_results.");
    }

    @Override
    public HttpResponse failed(HttpRequest request) {
        return MlflowErrors.error(
                503,
                "TEMPORARILY_UNAVAILABLE",
                "The request could not be served now; try again. Correlation id: " + request.correlationId());
    }
}
