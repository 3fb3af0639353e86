package dev.tidemill.inference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.aws.lambda.HttpInvocation;
import dev.tidemill.aws.lambda.HttpRequest;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.Caller;
import dev.tidemill.core.access.Entrance;
import dev.tidemill.core.access.Subject;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.inference.protocol.InferAnswer;
import dev.tidemill.inference.protocol.InferRequest;
import dev.tidemill.inference.protocol.InferRequestReader;
import dev.tidemill.inference.protocol.ModelDescription;
import dev.tidemill.inference.protocol.RequestRows;
import dev.tidemill.inference.serving.PredictRequests;
import dev.tidemill.inference.serving.ServedModel;
import dev.tidemill.inference.serving.ServedModels;
import dev.tidemill.learning.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From an HTTP request to its answer, by the Open Inference Protocol. Safe for use by several threads. */
final class InferenceDoor implements Function<HttpRequest, HttpResponse>, HttpInvocation.Refusals {
    private static final Pattern WORKSPACE = Pattern.compile("/w/([^/]+)(/.*)?");
    private static final Pattern MODEL = Pattern.compile("/v2/models/([^/]+)(?:/versions/([^/]+))?(/ready|/infer)?");
    private static final int SHOWN = 5;
    private static final Map<String, Integer> STATUSES = Map.ofEntries(
            Map.entry("NO_SUCH_PATH", 404),
            Map.entry("NO_SUCH_WORKSPACE", 404),
            Map.entry("NO_SUCH_MODEL", 404),
            Map.entry("NO_SUCH_VERSION", 404),
            Map.entry("NO_SUCH_ALIAS", 404),
            Map.entry("PERMISSION_DENIED", 403),
            Map.entry("METHOD_NOT_ALLOWED", 405),
            Map.entry("TOO_MANY_ROWS", 413),
            Map.entry("BODY_TOO_LARGE", 413),
            Map.entry("UNSUPPORTED_MEDIA_TYPE", 415),
            Map.entry("CORRUPT_BUNDLE", 500),
            Map.entry("UNKNOWN_FORMAT", 500),
            Map.entry("INVALID_FEATURE", 500),
            Map.entry("INTERNAL", 503));

    private final ServedModels models;
    private final PredictRequests predict;
    private final Entrance entrance;
    private final InstantSource clock;
    private final String version;

    /**
     * @param entrance gives callers who signed their role
     * @param version of this Tidemill, as {@code /v2} answers it
     */
    InferenceDoor(
            ServedModels models, PredictRequests predict, Entrance entrance, InstantSource clock, String version) {
        this.models = models;
        this.predict = predict;
        this.entrance = entrance;
        this.clock = clock;
        this.version = version;
    }

    /** Answers a request; a failure that is nobody's fault is thrown. */
    @Override
    public HttpResponse apply(HttpRequest request) {
        try {
            String path = path(request.path());
            Workspace workspace = Workspace.DEFAULT;
            Matcher prefixed = WORKSPACE.matcher(path);
            if (prefixed.matches()) {
                workspace = workspace(prefixed.group(1));
                path = prefixed.group(2) == null ? "/" : prefixed.group(2);
            }
            return route(request, workspace, path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
        } catch (ProblemException e) {
            return refusal(e.problem());
        }
    }

    private HttpResponse route(HttpRequest request, Workspace workspace, String path) {
        ObjectNode fixed = switch (path) {
            case "/v2" -> server();
            case "/v2/health/live" -> Json.object().put("live", true);
            case "/v2/health/ready" -> Json.object().put("ready", true);
            default -> null;
        };
        if (fixed != null) {
            requireMethod(request, "GET");
            check("GET " + path, request, workspace, Subject.WORKSPACE);
            return HttpResponse.json(200, fixed);
        }
        Matcher model = MODEL.matcher(path);
        if (!model.matches()) {
            throw new ProblemException("NO_SUCH_PATH", "There is nothing at '" + request.path() + "'");
        }
        return model(request, workspace, model.group(1), model.group(2), model.group(3));
    }

    private void check(String route, HttpRequest request, Workspace workspace, Subject subject) {
        Caller caller = request.caller();
        if (caller.signer() != null) {
            caller = entrance.admit(caller, workspace, subject);
        }
        InferencePermissions.TABLE.check(route, caller, workspace);
    }

    private ObjectNode server() {
        ObjectNode server = Json.object().put("name", "tidemill").put("version", version);
        server.putArray("extensions").add("binary_tensor_data");
        return server;
    }

    private HttpResponse model(
            HttpRequest request, Workspace workspace, String name, @Nullable String named, @Nullable String verb) {
        requireMethod(request, "/infer".equals(verb) ? "POST" : "GET");
        String route = request.method() + " /v2/models/{}" + (named == null ? "" : "/versions/{}")
                + (verb == null ? "" : verb);
        check(route, request, workspace, Subject.model(name));
        if ("/infer".equals(verb)) {
            return infer(request, find(workspace, name, named));
        }
        ServedModel model = find(workspace, name, named);
        if ("/ready".equals(verb)) {
            return HttpResponse.json(200, Json.object().put("name", name).put("ready", true));
        }
        List<Integer> versions = named == null ? models.versions(workspace, name) : List.of(model.version());
        return HttpResponse.json(200, ModelDescription.write(model, versions));
    }

    private HttpResponse infer(HttpRequest request, ServedModel model) {
        String encoding = request.header("content-encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw new ProblemException(
                    "UNSUPPORTED_MEDIA_TYPE",
                    "The body must not be packed",
                    List.of(new Problem.Detail("header Content-Encoding", encoding, "identity")));
        }
        InferRequest asked = InferRequestReader.read(
                request.body(),
                request.header("inference-header-content-length").orElse(null));
        InferAnswer.requireOutputs(model, asked);
        List<Request> rows = new RequestRows(model).read(asked.inputs(), clock.instant());
        return InferAnswer.write(model, asked, predict.predict(model, rows, request.correlationId()));
    }

    /** A version's name is its number or an alias. */
    private ServedModel find(Workspace workspace, String model, @Nullable String named) {
        if (named != null && named.matches("[0-9]{1,9}")) {
            return models.version(workspace, model, Integer.parseInt(named));
        }
        return models.byAlias(workspace, model, named == null ? ServedModels.CHAMPION : named);
    }

    @Override
    public HttpResponse bodyTooLarge(HttpRequest request, long bytes) {
        return refusal(new Problem(
                "BODY_TOO_LARGE",
                "body: " + bytes + " bytes: expected at most " + HttpInvocation.MOST_BYTES
                        + " bytes; score larger files in a batch"));
    }

    @Override
    public HttpResponse answerTooLarge(HttpRequest request, long bytes) {
        return refusal(new Problem(
                "ANSWER_TOO_LARGE",
                "answer: " + bytes + " bytes: expected at most " + HttpInvocation.MOST_BYTES
                        + " bytes; ask fewer rows"));
    }

    @Override
    public HttpResponse failed(HttpRequest request) {
        return refusal(new Problem(
                "INTERNAL",
                "Tidemill failed to answer; its logs tell why under the correlation id " + request.correlationId()
                        + ". Try again"));
    }

    private static HttpResponse refusal(Problem problem) {
        String details = problem.details().stream()
                .limit(SHOWN)
                .map(detail -> detail.place() + ": " + detail.value() + ": expected " + detail.expected())
                .collect(Collectors.joining("; "));
        int more = problem.details().size() - SHOWN;
        String text = problem.message().replaceFirst("[.:]$", "")
                + (details.isEmpty() ? "" : ": " + details)
                + (more > 0 ? "; and " + more + " more" : "");
        return HttpResponse.json(
                STATUSES.getOrDefault(problem.code(), 400), Json.object().put("error", text));
    }

    private static void requireMethod(HttpRequest request, String method) {
        if (!request.method().equals(method)) {
            throw new ProblemException(
                    "METHOD_NOT_ALLOWED",
                    "This cannot be done here",
                    List.of(new Problem.Detail("method", request.method(), method)));
        }
    }

    private static Workspace workspace(String name) {
        try {
            return new Workspace(name);
        } catch (IllegalArgumentException e) {
            throw new ProblemException("NO_SUCH_WORKSPACE", "There is no workspace '" + name + "'");
        }
    }

    /** API Gateway hands over some paths decoded and some not. */
    private static String path(String sent) {
        try {
            return sent.contains("%") ? URLDecoder.decode(sent.replace("+", "%2B"), StandardCharsets.UTF_8) : sent;
        } catch (IllegalArgumentException e) {
            return sent;
        }
    }
}
