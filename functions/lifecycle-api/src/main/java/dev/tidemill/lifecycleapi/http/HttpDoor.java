package dev.tidemill.lifecycleapi.http;

import dev.tidemill.aws.lambda.HttpInvocation;
import dev.tidemill.aws.lambda.HttpRequest;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.Entrance;
import dev.tidemill.core.access.Permissions;
import dev.tidemill.core.access.Subject;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.lifecycle.Execution;
import dev.tidemill.core.lifecycle.Executions;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From an HTTP request to its answer: workspace, media type, route, role, idempotency, errors. Safe for use by several
 * threads.
 */
public final class HttpDoor implements Function<HttpRequest, HttpResponse>, HttpInvocation.Refusals {
    private static final Pattern WORKSPACE = Pattern.compile("/w/([^/]+)(/.*)?");
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private final Router router;
    private final Idempotency idempotency;
    private final Permissions permissions;
    private final Entrance entrance;
    private final Executions executions;

    /**
     * @param executions to which project an execution belongs; asked only for callers who signed
     */
    public HttpDoor(
            Router router, Idempotency idempotency, Permissions permissions, Entrance entrance, Executions executions) {
        this.router = router;
        this.idempotency = idempotency;
        this.permissions = permissions;
        this.entrance = entrance;
        this.executions = executions;
    }

    /** Answers a request; a failure that is nobody's fault is thrown. */
    @Override
    public HttpResponse apply(HttpRequest request) {
        try {
            Request decoded = admitted(decoded(request));
            permissions.check(router.key(decoded), decoded.caller(), decoded.workspace());
            return encoded(idempotency.answer(decoded, router::answer));
        } catch (ProblemException e) {
            return refusal(request, e.problem());
        }
    }

    private Request admitted(Request request) {
        return request.caller().signer() == null
                ? request
                : request.of(entrance.admit(request.caller(), request.workspace(), subject(request)));
    }

    private Subject subject(Request request) {
        Map<String, String> parameters = router.parameters(request);
        String project = parameters.get("project");
        String execution = parameters.getOrDefault("execution", "");
        if (project == null && !execution.isEmpty()) {
            project = executions
                    .find(request.workspace(), execution)
                    .map(Execution::project)
                    .orElse(null);
        }
        String model = parameters.getOrDefault("model", request.query().getOrDefault("model", ""));
        return new Subject(project, model.isEmpty() ? null : model);
    }

    @Override
    public HttpResponse bodyTooLarge(HttpRequest request, long bytes) {
        return refusal(
                request,
                new Problem(
                        "BODY_TOO_LARGE",
                        "The body is too large: ask POST /v1/projects/{project}/uploads for an address to send files to.",
                        List.of(new Problem.Detail(
                                "body", bytes + " bytes", "at most " + HttpInvocation.MOST_BYTES + " bytes"))));
    }

    @Override
    public HttpResponse answerTooLarge(HttpRequest request, long bytes) {
        return refusal(
                request,
                new Problem(
                        "ANSWER_TOO_LARGE",
                        "The answer is too large: ask for less with 'limit', or accept gzip.",
                        List.of(new Problem.Detail(
                                "answer", bytes + " bytes", "at most " + HttpInvocation.MOST_BYTES + " bytes"))));
    }

    @Override
    public HttpResponse failed(HttpRequest request) {
        return refusal(
                request,
                new Problem(
                        "INTERNAL",
                        "Tidemill failed to answer; its logs tell why under this correlation id. Try again."));
    }

    private static HttpResponse refusal(HttpRequest request, Problem problem) {
        return encoded(Problems.response(problem, request.correlationId()));
    }

    private static HttpResponse encoded(Response response) {
        Map<String, String> headers = new HashMap<>(response.headers());
        headers.put("content-type", "application/json");
        headers.put("cache-control", "no-store");
        return new HttpResponse(response.status(), headers, response.body().getBytes(StandardCharsets.UTF_8));
    }

    private static Request decoded(HttpRequest request) {
        String path = path(request.path());
        Workspace workspace = Workspace.DEFAULT;
        Matcher prefixed = WORKSPACE.matcher(path);
        if (prefixed.matches()) {
            workspace = workspace(prefixed.group(1));
            path = prefixed.group(2) == null ? "/" : prefixed.group(2);
        }
        if (path.length() > 1 && path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        Map<String, String> query = new HashMap<>();
        request.query().forEach((name, values) -> {
            if (!values.isEmpty()) {
                query.put(name, values.getLast());
            }
        });
        return new Request(
                workspace,
                request.method(),
                path,
                query,
                request.headers(),
                body(request),
                request.caller(),
                request.correlationId(),
                Map.of());
    }

    private static String body(HttpRequest request) {
        if (!WITH_BODY.contains(request.method()) || request.body().length == 0) {
            return "";
        }
        String type = request.header("content-type").orElse("application/json");
        String mediaType = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!mediaType.equals("application/json")) {
            throw new ProblemException(
                    "UNSUPPORTED_MEDIA_TYPE",
                    "The body must be JSON.",
                    List.of(new Problem.Detail("header Content-Type", type, "application/json")));
        }
        String encoding = request.header("content-encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw new ProblemException(
                    "UNSUPPORTED_MEDIA_TYPE",
                    "The body must not be packed.",
                    List.of(new Problem.Detail("header Content-Encoding", encoding, "identity")));
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(request.body()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProblemException(
                    "INVALID_JSON", "The body is no UTF-8 text.", List.of(new Problem.Detail("body", "", "UTF-8")));
        }
    }

    private static Workspace workspace(String name) {
        try {
            return new Workspace(name);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    "NO_SUCH_WORKSPACE",
                    "There is no workspace '" + name + "'.",
                    List.of(new Problem.Detail("path /w/{workspace}", name, String.valueOf(e.getMessage()))));
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
